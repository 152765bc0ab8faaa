using Edge.Net;
using Edge.Store;
using Edge.Stream;

namespace Edge.Tests.Stream;

/// <summary>A parent's end alone: text in, requests out.</summary>
internal sealed class ReplayReceiver : IReceiverEvents, IDisposable
{
    public ReplayReceiver(Host host, ReplayTerms? terms = null, long nowUsec = ReplayRig.StartUsec)
    {
        Connection = new FakeConnection { NowUsec = nowUsec };
        Receiver = new Receiver(host, this, (int)ReplayRig.Agreed, "10.0.0.9:1", terms);
        Connection.Session = Receiver;
    }

    public FakeConnection Connection { get; }

    public Receiver Receiver { get; }

    public void Feed(string text) => Connection.Receive(text);

    public void Ended(Receiver receiver, IConnection connection, CloseReason reason, long nowUsec)
    {
    }

    public void Dispose() => Connection.Close(CloseReason.Done);
}
