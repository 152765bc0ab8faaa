using Edge.Sys;

namespace Edge.Boot;

/// <summary>One line for the log that is not open yet.</summary>
internal sealed class EarlyLine(LogLevel level, string tag, string text)
{
    public LogLevel Level { get; } = level;

    public string Tag { get; } = tag;

    public string Text { get; } = text;
}
