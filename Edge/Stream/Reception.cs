using Edge.Net;
using Edge.Store;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>
/// One accepted connection of a child: its names in the logs, its beginning and its end (spec streaming 19.3,
/// 20.2). A reception that was replaced by a newer one ends without touching the host.
/// </summary>
internal sealed class Reception : IReceiverEvents
{
    private readonly StreamRequest _request;
    private readonly IHostLife _life;
    private long _openedUsec;
    private readonly string _tag;
    private readonly ReceivedHost _received;

    public Reception(
        StreamRequest request, IConnection connection, ReceivedHost received, IHostLife life, long nowUsec)
    {
        _request = request;
        _life = life;
        _received = received;
        _openedUsec = nowUsec;
        Connection = connection;
        _tag = TagOf(request, connection.Peer);
        From = $"{connection.Peer.Ip}:{connection.Peer.Port}";
    }

    public IConnection Connection { get; }

    public Receiver? Receiver { get; set; }

    /// <summary><c>ip:port</c> of the child.</summary>
    public string From { get; }

    /// <summary>Microseconds; the connect counts as a message.</summary>
    public long LastReadUsec => Math.Max(_openedUsec, Receiver?.LastReadUsec ?? 0);

    /// <summary>
    /// Once a second, the host's gate held. A clock that is set back would make a dead connection young until
    /// it has caught up, so that its child is refused for as long; silence is counted from now on instead.
    /// </summary>
    public void Tick(long nowUsec)
    {
        if (LastReadUsec > nowUsec)
        {
            _openedUsec = Math.Min(_openedUsec, nowUsec);
            Receiver?.ClockSetBack(nowUsec);
        }
    }

    /// <summary><c>STREAM_RECEIVER[host,[ip]:port]</c></summary>
    public static string TagOf(StreamRequest request, Peer peer)
    {
        string tag = $"STREAM_RECEIVER[{request.Hostname},{peer}]";
        return tag.Length <= Limits.TagChars ? tag : tag[..Limits.TagChars];
    }

    /// <summary>The lines that frame a receiver thread of the reference; here the thread is the
    /// caller's.</summary>
    public static void Began(StreamRequest request, Peer peer)
    {
        string tag = TagOf(request, peer);
        int task = ThreadId.Current;
        Log.Info(tag, $"thread created with task id {task}");
        Log.Info(tag, $"set name of thread {task} to STREAM_RECEIVER");
        Log.Info(tag, $"STREAM {request.Hostname} {peer}: receive thread created (task id {task})");
    }

    public static void Finished(StreamRequest request, Peer peer)
    {
        string tag = TagOf(request, peer);
        int task = ThreadId.Current;
        Log.Info(tag,
            $"STREAM {request.Hostname} [receive from {peer}]: receive thread ended (task id {task})");
        Log.Info(tag, $"thread with task id {task} finished");
    }

    /// <summary>The <c>STREAM:</c> form of access.log.</summary>
    public static void Access(StreamRequest request, Peer peer, string hostname, string what) =>
        Log.Access($"STREAM: {ThreadId.Current} '{peer}' '{what}' host '{Shown(hostname)}' "
            + $"api key '{Shown(request.Key)}' machine guid '{Shown(request.MachineGuid)}'");

    public void Ended(Receiver receiver, IConnection connection, CloseReason reason, long nowUsec)
    {
        Peer peer = connection.Peer;
        Access(_request, peer, _request.Hostname, "DISCONNECTED");
        if (connection.TlsError is { } error)
        {
            Log.Error(_tag, $"STREAM {_request.Hostname} [receive from {peer.Ip}] ssl error: {error}");
        }

        Log.Error(_tag, $"STREAM {_request.Hostname} [receive from {peer}]: "
            + $"disconnected (completed {receiver.Updates} updates).");
        Host host = _received.Host;
        using (host.Gate.Enter())
        {
            if (_received.Reception == this)
            {
                _received.Leave(LinkEnd.Of(reason), nowUsec);
                host.IsReachable = false;
                host.DisconnectedSec = nowUsec / Clock.UsecPerSecond;
                _life.Disconnected(host, _received.Terms!, nowUsec);
                _received.Detach(nowUsec);
            }
        }

        Finished(_request, peer);
    }

    private static string Shown(string text) => text.Length == 0 ? "-" : text;
}
