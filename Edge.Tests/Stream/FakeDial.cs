using Edge.Net;
using Edge.Stream;

namespace Edge.Tests.Stream;

/// <summary>Dial orders as a list; a test answers them when it likes.</summary>
internal sealed class FakeDial : IDial
{
    public List<Order> Orders { get; } = [];

    public Order Last => Orders[^1];

    public void Dial(string destinations, int defaultPort, int timeoutSeconds, ISession session,
        IDialed caller)
    {
        lock (Orders)
        {
            Orders.Add(new Order(destinations, defaultPort, timeoutSeconds, session, caller));
        }
    }

    internal sealed record Order(
        string Destinations, int DefaultPort, int TimeoutSeconds, ISession Session, IDialed Caller)
    {
        /// <summary>The order succeeds.</summary>
        public FakeConnection Connect(long nowUsec, string item = "parent:19999")
        {
            var connection = new FakeConnection
            {
                Session = Session, NowUsec = nowUsec, OpenedUsec = nowUsec,
            };
            Caller.Connected(connection, item, nowUsec);
            return connection;
        }
    }
}
