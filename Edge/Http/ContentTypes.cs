namespace Edge.Http;

internal static class ContentTypes
{
    public const string PlainText = "text/plain; charset=utf-8";
    public const string Html = "text/html; charset=utf-8";
    public const string Json = "application/json; charset=utf-8";
    public const string JavaScript = "application/x-javascript; charset=utf-8";
    public const string Css = "text/css; charset=utf-8";
    public const string Svg = "image/svg+xml";
}
