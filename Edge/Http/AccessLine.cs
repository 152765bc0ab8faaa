using System.Globalization;
using Edge.Net;
using Edge.Sys;

namespace Edge.Http;

/// <summary>Lines of access.log about one client (spec api 9.5).</summary>
/// <param name="id">Number of the client.</param>
/// <param name="peer">Its address.</param>
internal sealed class AccessLine(long id, Peer peer)
{
    public void Connected() => Write("'CONNECTED'");

    public void Disconnected() => Write("'DISCONNECTED'");

    /// <param name="entry">An answered request.</param>
    /// <param name="sentUsec">Duration of sending.</param>
    public void Request(in AccessEntry entry, long sentUsec)
    {
        double saved =
            entry.BodyBytes == 0 ? 0 : (entry.BodyBytes - entry.SentBytes) * 100.0 / entry.BodyBytes;
        string percent = (-saved).ToString("0", CultureInfo.InvariantCulture);
        if (saved == 0)
        {
            // C prints the negated zero so.
            percent = "-0";
        }

        string times = $"{Ms(entry.PrepUsec)}/{Ms(sentUsec)}/{Ms(entry.PrepUsec + sentUsec)}";
        Write(
            $"'{entry.Mode}' (sent/all = {entry.SentBytes}/{entry.BodyBytes} bytes {percent}%, "
            + $"prep/sent/total = {times} ms) {entry.Status} '{Clean(entry.Url)}'");
    }

    private static string Ms(long usec) => (usec / 1000.0).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Control characters would let a client write lines of its own.</summary>
    private static string Clean(string url) => string.Create(url.Length, url, static (target, text) =>
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = char.IsControl(text[i]) ? ' ' : text[i];
        }
    });

    private void Write(string text) => Log.Access($"{id}: {ThreadId.Current} '{peer}' {text}");
}
