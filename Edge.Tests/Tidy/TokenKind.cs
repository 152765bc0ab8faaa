namespace Edge.Tests.Tidy;

internal enum TokenKind
{
    /// <summary>An identifier or keyword.</summary>
    Word,

    Number,

    /// <summary>
    /// A literal or the literal part of an interpolated one; its text is kept with its quotes.
    /// </summary>
    Text,

    /// <summary>
    /// Punctuation: one character, or one of the operators <see cref="Lexer"/> keeps together.
    /// </summary>
    Sign,

    /// <summary>A comment, with its slashes.</summary>
    Comment,

    /// <summary>A preprocessor line.</summary>
    Directive,
}
