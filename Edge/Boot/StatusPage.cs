using Edge.Http;
using Edge.Net;
using Edge.Stream;
using Edge.Store;
using Edge.Web;

namespace Edge.Boot;

/// <summary>All that the status socket serves: <c>/api/v1/edge/links</c> and <c>/api/v1/info</c>.</summary>
internal sealed class StatusPage(Host local, LinkPage links, InfoCommand info) : IPage
{
    public void Answer(HttpRequest request, HttpResponse response, long nowUsec)
    {
        if ((request.Connection.Access & Access.Dashboard) == 0)
        {
            response.Fail(403, Router.NotAllowed);
            return;
        }

        switch (request.Path)
        {
            case $"/api/v1/{LinkPage.Command}":
                links.Answer(local, request, response, nowUsec);
                break;
            case "/api/v1/info":
                info.Answer(local, request, response, nowUsec);
                break;
            default:
                response.Fail(404, "This socket serves /api/v1/edge/links and /api/v1/info alone.");
                break;
        }
    }
}
