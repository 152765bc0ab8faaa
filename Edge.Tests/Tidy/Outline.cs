namespace Edge.Tests.Tidy;

/// <summary>What a file declares: its namespace, its types, and the functions in them.</summary>
internal sealed class Outline
{
    private static readonly string[] Keywords =
        ["class", "struct", "record", "interface", "enum", "delegate"];

    private static readonly string[] TypeModifiers =
        ["public", "internal", "private", "protected", "sealed", "static", "abstract", "partial", "readonly",
            "ref", "unsafe", "file", "new"];

    private readonly Token[] _code;
    private int _at;

    private Outline(Token[] code)
    {
        _code = code;
    }

    public string? Namespace { get; private set; }

    public List<TypeOutline> Types { get; } = [];

    public List<FunctionOutline> Functions { get; } = [];

    /// <param name="code">Words, numbers, text and signs, in order.</param>
    public static Outline Of(Token[] code)
    {
        var outline = new Outline(code);
        while (outline._at < code.Length)
        {
            outline.Member(isNested: false);
        }

        return outline;
    }

    private string At(int index) => index < _code.Length ? _code[index].Text : "";

    /// <summary>One declaration, from its attributes to its end.</summary>
    private void Member(bool isNested)
    {
        while (At(_at) == "[")
        {
            Skip("[", "]");
        }

        int first = _at;
        if (first >= _code.Length)
        {
            return;
        }

        if (TypeKeyword(first) is int keyword and >= 0)
        {
            Type(first, keyword, isNested);
            return;
        }

        string end = Header();
        if (end == "{" && At(first) == "namespace")
        {
            Namespace = Name(first + 1);
            _at++;
            while (_at < _code.Length && At(_at) != "}")
            {
                Member(isNested: false);
            }

            _at++;
        }
        else if (At(first) == "namespace")
        {
            Namespace = Name(first + 1);
            _at++;
        }
        else if (end is "{" or "=>")
        {
            Function(first, end);
        }
        else if (end == "=")
        {
            SkipToSemicolon();
        }
        else
        {
            _at++;
        }
    }

    /// <summary>
    /// Where the word <c>class</c> or its like stands behind nothing but modifiers; -1 when it is no type.
    /// </summary>
    private int TypeKeyword(int at)
    {
        while (Array.IndexOf(TypeModifiers, At(at)) >= 0)
        {
            at++;
        }

        bool isType = Array.IndexOf(Keywords, At(at)) >= 0
            && at + 1 < _code.Length && _code[at + 1].Kind == TokenKind.Word;
        return isType ? at : -1;
    }

    private void Type(int first, int keyword, bool isNested)
    {
        int name = keyword + 1;
        if (At(keyword) == "record" && At(name) is "struct" or "class")
        {
            name++;
        }

        if (At(keyword) == "delegate")
        {
            name = Array.FindIndex(_code, keyword, token => token.Is("(")) - 1;
        }

        string[] modifiers = [.. _code[first..keyword].Select(token => token.Text)];
        Types.Add(new TypeOutline(At(keyword), At(name), _code[first].Line, modifiers, isNested));
        _at = name;
        if (Header() != "{")
        {
            SkipToSemicolon();
            return;
        }

        if (At(keyword) == "enum")
        {
            Skip("{", "}");
            return;
        }

        _at++;
        while (_at < _code.Length && At(_at) != "}")
        {
            Member(isNested: true);
        }

        _at++;
    }

    private void Function(int first, string end)
    {
        string name = FunctionName(first);
        if (end == "=>")
        {
            SkipToSemicolon();
        }
        else
        {
            Skip("{", "}");
            if (At(_at) == "=")
            {
                SkipToSemicolon();
            }
        }

        Functions.Add(new FunctionOutline(name, _code[first].Line, _code[_at - 1].LastLine));
    }

    /// <summary>
    /// The word before the first parenthesis (or type parameters), or the last one of the header.
    /// </summary>
    private string FunctionName(int first)
    {
        string name = "";
        int depth = 0;
        for (int i = first; i < _at && !_code[i].Is("("); i++)
        {
            depth += _code[i].Is("<") ? 1 : _code[i].Is(">") ? -1 : 0;
            name = _code[i].Kind == TokenKind.Word && depth == 0 ? _code[i].Text : name;
        }

        return name;
    }

    /// <summary>
    /// Moves to what ends a header: <c>{</c>, <c>=></c>, <c>=</c> or <c>;</c> outside brackets.
    /// </summary>
    private string Header()
    {
        int depth = 0;
        for (; _at < _code.Length; _at++)
        {
            Token token = _code[_at];
            if (token.Kind != TokenKind.Sign)
            {
                continue;
            }

            depth += token.Text is "(" or "[" ? 1 : token.Text is ")" or "]" ? -1 : 0;
            if (depth == 0 && token.Text is "{" or "=>" or "=" or ";" or "}" && depth == 0)
            {
                return token.Text;
            }
        }

        return "";
    }

    private void SkipToSemicolon()
    {
        int depth = 0;
        for (; _at < _code.Length; _at++)
        {
            if (_code[_at].Kind != TokenKind.Sign)
            {
                continue;
            }

            string text = _code[_at].Text;
            depth += text is "(" or "[" or "{" ? 1 : text is ")" or "]" or "}" ? -1 : 0;
            if (depth == 0 && text == ";")
            {
                _at++;
                return;
            }
        }
    }

    /// <summary>Moves behind the bracket that closes the one here.</summary>
    private void Skip(string open, string close)
    {
        int depth = 0;
        for (; _at < _code.Length; _at++)
        {
            if (_code[_at].Kind == TokenKind.Sign)
            {
                depth += At(_at) == open ? 1 : At(_at) == close ? -1 : 0;
                if (depth == 0)
                {
                    _at++;
                    return;
                }
            }
        }
    }

    private string Name(int at)
    {
        string name = "";
        for (; at < _code.Length && (_code[at].Kind == TokenKind.Word || At(at) == "."); at++)
        {
            name += At(at);
        }

        return name;
    }
}
