namespace Edge.Http;

/// <summary>Answers requests. The root page routes to the others; Boot hangs them up.</summary>
internal interface IPage
{
    /// <param name="request">Complete.</param>
    /// <param name="response">Cleared; to be filled.</param>
    /// <param name="nowUsec">Wall clock.</param>
    void Answer(HttpRequest request, HttpResponse response, long nowUsec);
}
