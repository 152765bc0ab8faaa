namespace Edge.Tests.Tidy;

/// <param name="Name">Of the method, constructor, operator or property.</param>
/// <param name="Line">1-based; its first line after attributes.</param>
/// <param name="LastLine">Its closing brace or semicolon.</param>
internal sealed record FunctionOutline(string Name, int Line, int LastLine)
{
    public int Lines => LastLine - Line + 1;
}
