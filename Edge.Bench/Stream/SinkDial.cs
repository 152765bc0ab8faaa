using Edge.Net;
using Edge.Stream;

namespace Edge.Bench.Stream;

/// <summary>Connects at once, to nobody.</summary>
internal sealed class SinkDial(SinkConnection connection) : IDial
{
    public ISession? Session { get; private set; }

    public void Dial(
        string destinations, int defaultPort, int timeoutSeconds, ISession session, IDialed caller)
    {
        Session = session;
        caller.Connected(connection, destinations, Store.Hosts.StartUsec);
    }
}
