using Edge.Sys;

namespace Edge.Tests.Stream;

/// <summary>Records the log of the test that made it. The log is one for the process, so lines go to the book
/// of the running test's own flow.</summary>
internal sealed class LogBook : IDisposable
{
    private static readonly AsyncLocal<LogBook?> Current = new();

    public LogBook()
    {
        Current.Value = this;
        Log.Open(
            static (level, tag, text) => Add(static book => book.Lines,
                $"{level.ToString().ToUpperInvariant()} {tag} : {text}"),
            static text => Add(static book => book.AccessLines, text));
    }

    /// <summary><c>LEVEL tag : text</c></summary>
    public List<string> Lines { get; } = [];

    public List<string> AccessLines { get; } = [];

    /// <summary>Texts only, and forgets them.</summary>
    public string[] Take()
    {
        string[] texts = [.. Lines.Select(static line => line.Split(" : ", 2)[1])];
        Lines.Clear();
        return texts;
    }

    public void Dispose() => Current.Value = null;

    private static void Add(Func<LogBook, List<string>> page, string line)
    {
        if (Current.Value is { } book)
        {
            lock (book)
            {
                page(book).Add(line);
            }
        }
    }
}
