using System.Text;

namespace Edge.Sys;

/// <summary>
/// error.log: <c>date: edge LEVEL : tag : text</c> (spec streaming 20). Any thread; its lock is the innermost
/// of all. A line costs no garbage beyond the caller's text.
/// </summary>
internal sealed class ErrorLog(LogFile file, FloodGuard flood, string program, Func<long> nowUsec)
    : IDisposable
{
    /// <summary>A tag of the reference is at most 100 characters; a text gets what a page has left.</summary>
    private const int LineCharsMax = 4_000;
    private const int TagCharsMax = 100;
    private const int StderrDescriptor = 2;
    private readonly Lock _lock = new();
    private readonly LogDate _date = new();
    private readonly byte[] _line = new byte[(LineCharsMax * 3) + 512];
    private int _count;

    /// <summary>All lines go to stderr too: the start-up, for whoever started the process by hand.</summary>
    public bool MirrorsAll { get; set; }

    /// <summary>Errors go to stderr too.</summary>
    public bool MirrorsErrors { get; set; }

    /// <summary>Opens the file, or opens it again after it was moved away. Null, or why not.</summary>
    public string? Reopen()
    {
        using (_lock.EnterScope())
        {
            string? problem = file.Open();
            if (flood.Reset(nowUsec() / Clock.UsecPerSecond) is { } note)
            {
                WriteNote(note);
            }

            return problem;
        }
    }

    public void Write(LogLevel level, string tag, string text)
    {
        using (_lock.EnterScope())
        {
            long nowSec = nowUsec() / Clock.UsecPerSecond;
            bool allowed = flood.Allows(nowSec, out string? note);
            if (note != null)
            {
                WriteNote(note);
            }

            if (!allowed && level != LogLevel.Fatal)
            {
                return;
            }

            Begin(nowSec);
            Add(level switch
            {
                LogLevel.Info => " INFO  : "u8,
                LogLevel.Error => " ERROR : "u8,
                _ => " FATAL : "u8,
            });
            Add(tag, TagCharsMax);
            Add(" : "u8);
            Add(text, LineCharsMax);
            Add("\n"u8);
            Send(level);
        }
    }

    public void Dispose()
    {
        using (_lock.EnterScope())
        {
            file.Dispose();
        }
    }

    private void WriteNote(string note)
    {
        Begin(nowUsec() / Clock.UsecPerSecond);
        Add(" "u8);
        Add(note, LineCharsMax);
        Add("\n"u8);
        Send(LogLevel.Error);
    }

    private void Begin(long nowSec)
    {
        _count = 0;
        Add(_date.Of(nowSec));
        Add(": "u8);
        Add(program, TagCharsMax);
    }

    private void Send(LogLevel level)
    {
        ReadOnlySpan<byte> line = _line.AsSpan(0, _count);
        file.Write(line, level);
        bool wanted = MirrorsAll || (MirrorsErrors && level != LogLevel.Info);
        if (wanted && !file.IsStandard(StderrDescriptor))
        {
            LogFile.WriteAll(StderrDescriptor, line);
        }
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_line.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>
    /// Control characters become blanks: what a peer sent can neither start a line nor move a cursor.
    /// </summary>
    private void Add(string text, int charsMax)
    {
        ReadOnlySpan<char> chars = text.Length <= charsMax ? text : text.AsSpan(0, charsMax);
        int added = Encoding.UTF8.GetBytes(chars, _line.AsSpan(_count));
        LogText.Tame(_line.AsSpan(_count, added));

        _count += added;
    }
}
