namespace Edge.Sys;

/// <summary>
/// The log of the process. Lines look like the reference's (`spec` 20): level, thread tag, text. Any thread.
/// Strings are for humans: nothing on the data path logs without a throttle.
/// </summary>
internal static class Log
{
    private static Action<LogLevel, string, string> s_error = static (_, _, _) => { };
    private static Action<string> s_access = static _ => { };

    /// <summary>Boot installs the writers; tests install recorders.</summary>
    public static void Open(Action<LogLevel, string, string> error, Action<string> access)
    {
        s_error = error;
        s_access = access;
    }

    /// <param name="tag">Thread tag of the reference, such as <c>STREAM_SENDER[child]</c>.</param>
    /// <param name="text">One line without its end.</param>
    public static void Info(string tag, string text) => s_error(LogLevel.Info, tag, text);

    public static void Error(string tag, string text) => s_error(LogLevel.Error, tag, text);

    public static void Fatal(string tag, string text) => s_error(LogLevel.Fatal, tag, text);

    /// <summary>For lines whose level follows from what happened.</summary>
    public static void Write(LogLevel level, string tag, string text) => s_error(level, tag, text);

    /// <summary>One line of access.log without date and line end.</summary>
    public static void Access(string text) => s_access(text);
}
