using Edge.Net;
using Edge.Text;

namespace Edge.Http;

/// <summary>What all HTTP sessions of a node share.</summary>
/// <param name="options">Of the protocol.</param>
/// <param name="root">Answers everything but OPTIONS and STREAM.</param>
/// <param name="door">Takes over streams; null: they are refused.</param>
/// <param name="clockUsec">Wall clock, for the durations in access.log.</param>
internal sealed class HttpDesk(HttpOptions options, IPage root, IStreamDoor? door, Func<long> clockUsec)
{
    // Answers are built from begin to end in one call, so a thread needs these once, however many clients it
    // has.
    [ThreadStatic]
    private static HttpResponse? s_response;

    [ThreadStatic]
    private static ByteWriter? s_head;

    private long _lastId;

    public HttpOptions Options { get; } = options;

    public HttpTally Tally { get; init; } = new();

    public IPage Root { get; } = root;

    public IStreamDoor? Door { get; } = door;

    public long NowUsec() => clockUsec();

    /// <summary>To be given to listeners.</summary>
    public ISession NewSession(IConnection connection) =>
        new HttpSession(this, connection, Interlocked.Increment(ref _lastId));

    public static HttpResponse TakeResponse()
    {
        HttpResponse response = s_response ?? new HttpResponse();
        s_response = null;
        response.Clear();
        return response;
    }

    public static ByteWriter TakeHead()
    {
        ByteWriter head = s_head ?? new ByteWriter(1024);
        s_head = null;
        head.Clear();
        return head;
    }

    /// <summary>Keeps both for the next answer, unless a large one has made them grow.</summary>
    public static void Return(HttpResponse response, ByteWriter head)
    {
        s_response = response.Body.Count <= Limits.KeptBytesMax ? response : null;
        s_head = head.Count <= Limits.KeptBytesMax ? head : null;
    }
}
