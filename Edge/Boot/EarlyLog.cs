using System.Text;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// The log before it is known where the log goes: stderr shows the lines to whoever started the process, and
/// error.log gets them later. Main thread.
/// </summary>
internal sealed class EarlyLog
{
    private const int Stderr = 2;
    private readonly List<EarlyLine> _lines = [];

    public void Open() => Log.Open(Write, static _ => { });

    public void Repeat(Logs logs)
    {
        foreach (EarlyLine line in _lines)
        {
            logs.WriteUnmirrored(line.Level, line.Tag, line.Text);
        }

        _lines.Clear();
    }

    private void Write(LogLevel level, string tag, string text)
    {
        _lines.Add(new EarlyLine(level, tag, text));
        string word = level == LogLevel.Info ? "INFO " : level == LogLevel.Error ? "ERROR" : "FATAL";
        LogFile.WriteAll(Stderr, Encoding.UTF8.GetBytes($"{Version.Program} {word} : {tag} : {text}\n"));
    }
}
