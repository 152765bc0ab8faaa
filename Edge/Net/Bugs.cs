using Edge.Sys;

namespace Edge.Net;

/// <summary>Failed invariants of connections: one line each and a count. Any thread.</summary>
internal static class Bugs
{
    private const string Prefix = "BUG: ";
    private static long s_count;

    public static long Count => Interlocked.Read(ref s_count);

    /// <param name="tag">Thread tag for the log.</param>
    /// <param name="e">What was thrown; the caller ends what it was doing.</param>
    public static void Report(string tag, Exception e)
    {
        Interlocked.Increment(ref s_count);
        string text =
            e.Message.StartsWith(Prefix, StringComparison.Ordinal) ? e.Message[Prefix.Length..] : e.Message;
        Log.Error(tag, $"{Prefix}{e.GetType().Name}: {text}");
    }
}
