using Edge.Net;
using Edge.Protocol;
using Edge.Store;
using Edge.Stream;

namespace Edge.Tests.Stream;

/// <summary>
/// One link of a chain that agrees on replication: the sender of one host and the receiver of the next, the
/// real text between them. What the receiver asks may be carried later than what it is told.
/// </summary>
internal sealed class ReplayHop : IReceiverEvents, IDisposable
{
    private readonly FakeDial _dial = new();
    private readonly Host _from;
    private readonly Host _to;
    private readonly Sender _sender;
    private FakeConnection? _up;
    private FakeConnection? _down;
    private string _asked = "";

    public ReplayHop(Host from, Host to)
    {
        (_from, _to) = (from, to);
        _sender = new Sender(from, new SendTarget { IsEnabled = true, Destination = "p", ApiKey = "k" },
            new StreamOptions { Offer = (int)(ReplayRig.Agreed | Negotiation.OldVersions) }, _dial);
        from.Outlets = [_sender.Outlet];
    }

    /// <summary>Once a second: connects when the sender wants to.</summary>
    public void Tick(long nowUsec)
    {
        _sender.Tick(nowUsec);
        if (_up == null && _sender.State == SenderState.Connecting)
        {
            _up = _dial.Last.Connect(nowUsec);
            _up.OutboxMax = 1024 * 1024;
            _up.TakeSent();
            _down = new FakeConnection("10.0.0.9", "1") { NowUsec = nowUsec };
            _down.Session = new Receiver(_to, this, (int)ReplayRig.Agreed, "10.0.0.9:1", new ReplayTerms());
            _up.Receive($"Hit me baby, push them over with the version={(int)ReplayRig.Agreed}");
        }
    }

    /// <summary>What was said goes forward; questions that came of it wait for <see cref="Ask"/>.</summary>
    public void Tell(long nowUsec)
    {
        using (_from.Gate.Enter())
        {
            _from.Flush(nowUsec);
        }

        if (_up?.TakeSent() is { Length: > 0 } said)
        {
            _down!.NowUsec = nowUsec;
            _down.Receive(said);
            _asked += _down.TakeSent();
        }
    }

    public void Ask(long nowUsec)
    {
        if (_asked.Length > 0)
        {
            _up!.NowUsec = nowUsec;
            string asked = _asked;
            _asked = "";
            _up.Receive(asked);
        }
    }

    /// <summary>The link breaks; its sender connects anew after its delay.</summary>
    public void Cut()
    {
        FakeConnection? up = _up;
        _up = null;
        _asked = "";
        up?.Close(CloseReason.ByPeer);
        _down?.Close(CloseReason.ByPeer);
    }

    public void Ended(Receiver receiver, IConnection connection, CloseReason reason, long nowUsec)
    {
    }

    public void Dispose()
    {
        _up?.Close(CloseReason.ByPeer);
        _down?.Close(CloseReason.ByPeer);
    }
}
