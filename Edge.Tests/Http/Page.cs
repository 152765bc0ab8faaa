using Edge.Http;

namespace Edge.Tests.Http;

/// <summary>A root page from a lambda.</summary>
internal sealed class Page(Action<HttpRequest, HttpResponse> answer) : IPage
{
    public void Answer(HttpRequest request, HttpResponse response, long nowUsec) => answer(request, response);

    /// <summary>What the recordings show for paths that do not exist.</summary>
    public static Page Missing { get; } = new((_, response) => response.Fail(
        404,
        "File does not exist, or is not accessible: &#x2F;tmp&#x2F;ndlab&#x2F;nd1293&#x2F;share&#x2F;netdata"
        + "&#x2F;web&#x2F;stream",
        ContentTypes.Html));
}
