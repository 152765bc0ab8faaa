namespace Edge.Tests.Tidy;

/// <summary>
/// Cuts C# into tokens, as exactly as the tidy rules need it: what is text or comment is never taken for
/// code, and the
/// holes of interpolated strings are code.
/// </summary>
internal sealed class Lexer
{
    private static readonly string[] Pairs =
        ["=>", "==", "!=", "<=", ">=", "&&", "||", "??", "::", "++", "--"];


    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;
    private bool _isLineStart = true;

    private Lexer(string text)
    {
        _text = text;
    }

    public static List<Token> Cut(string text)
    {
        var lexer = new Lexer(text);
        lexer.Code(untilBrace: false);
        return lexer._tokens;
    }

    /// <summary>
    /// Code up to the end, or up to the brace that closes the hole of an interpolated string.
    /// </summary>
    private void Code(bool untilBrace)
    {
        int depth = 0;
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (untilBrace && c == '}' && depth == 0)
            {
                return;
            }

            depth += untilBrace ? (c == '{' ? 1 : c == '}' ? -1 : 0) : 0;
            if (c == '\n')
            {
                _line++;
                _at++;
                _isLineStart = true;
            }
            else if (char.IsWhiteSpace(c) || c == '\uFEFF')
            {
                _at++;
            }
            else
            {
                One(c);
                _isLineStart = false;
            }
        }
    }

    private void One(char c)
    {
        int end = _at + 1;
        if (c == '#' && _isLineStart)
        {
            Add(TokenKind.Directive, LineEnd());
        }
        else if (Starts("//"))
        {
            Add(TokenKind.Comment, LineEnd());
        }
        else if (Starts("/*"))
        {
            int close = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
            Add(TokenKind.Comment, close < 0 ? _text.Length : close + 2);
        }
        else if (TextPrefix() is int prefix and >= 0)
        {
            Literal(prefix);
        }
        else if (c == '\'')
        {
            Add(TokenKind.Text, Escaped(_at + 1, '\''));
        }
        else if (char.IsLetter(c) || c is '_' or '@')
        {
            while (end < _text.Length && (char.IsLetterOrDigit(_text[end]) || _text[end] == '_'))
            {
                end++;
            }

            Add(TokenKind.Word, end);
        }
        else if (char.IsAsciiDigit(c))
        {
            while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '_'
                || (_text[end] == '.' && end + 1 < _text.Length && char.IsAsciiDigit(_text[end + 1]))))
            {
                end++;
            }

            Add(TokenKind.Number, end);
        }
        else
        {
            Add(TokenKind.Sign, Array.Exists(Pairs, Starts) ? _at + 2 : end);
        }
    }

    /// <summary>
    /// The length of <c>$</c> and <c>@</c> in front of a quote here; -1 when no string starts.
    /// </summary>
    private int TextPrefix()
    {
        int at = _at;
        while (at < _text.Length && _text[at] is '$' or '@')
        {
            at++;
        }

        return at < _text.Length && _text[at] == '"' ? at - _at : -1;
    }

    private void Literal(int prefix)
    {
        int quote = _at + prefix;
        int quotes = 1;
        while (quote + quotes < _text.Length && _text[quote + quotes] == '"')
        {
            quotes++;
        }

        string marks = _text.Substring(_at, prefix);
        int holes = marks.Count(mark => mark == '$');
        if (quotes >= 3)
        {
            Interpolated(quote + quotes, new string('"', quotes), holes, isVerbatim: true);
        }
        else if (holes > 0)
        {
            Interpolated(quote + 1, "\"", holes, marks.Contains('@'));
        }
        else if (marks.Contains('@'))
        {
            Add(TokenKind.Text, Doubled(quote + 1));
        }
        else
        {
            Add(TokenKind.Text, Escaped(quote + 1, '"'));
        }
    }

    /// <summary>
    /// A string with holes (or a raw one, with none): literal parts are text tokens, holes are code.
    /// </summary>
    private void Interpolated(int at, string close, int holes, bool isVerbatim)
    {
        while (at < _text.Length)
        {
            char c = _text[at];
            if (string.CompareOrdinal(_text, at, close, 0, close.Length) == 0)
            {
                bool isDoubled = isVerbatim && close.Length == 1
                    && at + 1 < _text.Length && _text[at + 1] == '"';
                if (!isDoubled)
                {
                    Add(TokenKind.Text, at + close.Length);
                    return;
                }

                at += 2;
            }
            else if (c == '\\' && !isVerbatim)
            {
                at += 2;
            }
            else if (holes > 0 && c == '{')
            {
                int run = Run(at, '{');
                bool isHole = holes == 1 ? run % 2 == 1 : run >= holes;
                at += run;
                if (isHole)
                {
                    Add(TokenKind.Text, at);
                    Code(untilBrace: true);
                    at = _at;
                }
            }
            else
            {
                at++;
            }
        }

        Add(TokenKind.Text, _text.Length);
    }

    private int Run(int at, char c)
    {
        int count = 0;
        while (at + count < _text.Length && _text[at + count] == c)
        {
            count++;
        }

        return count;
    }

    private int Escaped(int at, char close)
    {
        while (at < _text.Length && _text[at] != close && _text[at] != '\n')
        {
            at += _text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + 1, _text.Length);
    }

    private int Doubled(int at)
    {
        while (at < _text.Length && (_text[at] != '"' || (at + 1 < _text.Length && _text[at + 1] == '"')))
        {
            at += _text[at] == '"' ? 2 : 1;
        }

        return Math.Min(at + 1, _text.Length);
    }

    private int LineEnd()
    {
        int end = _text.IndexOf('\n', _at);
        return end < 0 ? _text.Length : end;
    }

    private bool Starts(string text) => string.CompareOrdinal(_text, _at, text, 0, text.Length) == 0;

    private void Add(TokenKind kind, int end)
    {
        string text = _text[_at..end];
        int lines = text.Count(c => c == '\n');
        _tokens.Add(new Token(kind, text.TrimEnd('\r'), _line, _line + lines));
        _line += lines;
        _at = end;
    }
}
