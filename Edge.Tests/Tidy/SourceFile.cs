namespace Edge.Tests.Tidy;

/// <summary>One C# file of the checkout, cut into tokens.</summary>
internal sealed class SourceFile
{
    /// <param name="path">From the root of the checkout, with slashes.</param>
    /// <param name="text">Its content.</param>
    public SourceFile(string path, string text)
    {
        Path = path;
        Lines = text.Split('\n');
        List<Token> tokens = Lexer.Cut(text);
        Comments = [.. tokens.Where(token => token.Kind == TokenKind.Comment)];
        Directives = [.. tokens.Where(token => token.Kind == TokenKind.Directive)];
        Code = [.. tokens.Where(token => token.Kind is not (TokenKind.Comment or TokenKind.Directive))];
        Outline = Outline.Of(Code);
    }

    public string Path { get; }

    /// <summary><c>Edge</c>, <c>Edge.Tests</c> or <c>Edge.Bench</c>.</summary>
    public string Project => Path[..Path.IndexOf('/')];

    /// <summary>The first folder below the project; empty for the project's own files.</summary>
    public string Room
    {
        get
        {
            string[] parts = Path.Split('/');
            return parts.Length > 2 ? parts[1] : "";
        }
    }

    /// <summary>The name up to the first dot: <c>Connection</c> of <c>Connection.Sending.cs</c>.</summary>
    public string Stem
    {
        get
        {
            string name = Path[(Path.LastIndexOf('/') + 1)..];
            return name[..name.IndexOf('.')];
        }
    }

    public string[] Lines { get; }

    public Token[] Code { get; }

    public Token[] Comments { get; }

    public Token[] Directives { get; }

    public Outline Outline { get; }

    /// <summary>
    /// Where a run of words and signs occurs, such as <c>Task . Run</c>: the index of its first token.
    /// </summary>
    public IEnumerable<int> Find(params string[] texts)
    {
        for (int i = 0; i + texts.Length <= Code.Length; i++)
        {
            int k = 0;
            while (k < texts.Length && Code[i + k].Is(texts[k]))
            {
                k++;
            }

            if (k == texts.Length)
            {
                yield return i;
            }
        }
    }

    /// <summary>The message form of all tidy tests.</summary>
    public string At(int line, string what) => $"{Path}:{line}: {what}";
}
