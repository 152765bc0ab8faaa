namespace Edge.Tests.Tidy;

/// <param name="Kind">What it is.</param>
/// <param name="Text">As it stands in the source.</param>
/// <param name="Line">1-based; where it starts.</param>
/// <param name="LastLine">1-based; where it ends.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, int LastLine)
{
    public bool Is(string text) => Text == text && Kind is TokenKind.Word or TokenKind.Sign && Text == text;
}
