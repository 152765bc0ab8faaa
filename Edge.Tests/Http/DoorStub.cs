using Edge.Http;
using Edge.Net;
using Edge.Sys;

namespace Edge.Tests.Http;

/// <summary>A stream door that remembers whom it was asked for.</summary>
internal sealed class DoorStub(ISession? session, int status = 200) : IStreamDoor
{
    public List<HttpRequest> Requests { get; } = [];

    public bool HandsOverItself { get; init; }

    public ISession? Open(HttpRequest request, long nowUsec, out int logStatus)
    {
        Requests.Add(request);
        if (HandsOverItself)
        {
            request.HandOver!(status);
            Log.Access("STREAM: first line of the receiver");
        }

        logStatus = status;
        return session;
    }
}
