using System.Text;
using Edge.Http;
using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;

namespace Edge.Tests.Stream;

/// <summary>Several nodes in one process, on one simulated clock, connected by <see
/// cref="PipeConnection"/>.</summary>
internal sealed class Town : IDisposable
{
    private readonly Dictionary<string, TownNode> _nodes = [];
    private readonly Queue<(PipeConnection From, byte[]? Bytes)> _mail = new();
    private int _ports = 1000;

    public LogBook Log { get; } = new();

    public long NowUsec { get; private set; } = SenderRig.StartUsec;

    /// <summary>Connections that were opened, by the name of the node dialled.</summary>
    public List<string> Dials { get; } = [];

    public TownNode this[string name] => _nodes[name];

    /// <param name="name">Its host name, and what others dial.</param>
    /// <param name="number">Makes its GUID.</param>
    /// <param name="destination">Where it and what it receives goes; empty: nowhere.</param>
    /// <param name="offer">Its <c>ver</c>; who offers less than 5 is refused without a word.</param>
    public TownNode Add(string name, int number, string destination = "", int offer = 5)
    {
        var node = new TownNode(this, name, $"abcd{number:d4}-aaaa-4bbb-8ccc-000000000000", destination,
            offer);
        _nodes.Add(name, node);
        return node;
    }

    /// <summary>A dial: false when nobody of that name lives here.</summary>
    public bool Connect(string name, ISession session, IDialed caller)
    {
        Dials.Add(name);
        if (!_nodes.TryGetValue(name, out TownNode? node) || node.IsDown)
        {
            return false;
        }

        string port = (_ports++).ToString();
        var near = new PipeConnection(this, name, "19999") { Session = session };
        var far = new PipeConnection(this, "10.0.0.9", port) { Other = near };
        near.Other = far;
        far.Session = new TownDesk(node);
        node.Connections.Add(far);
        caller.Connected(near, name, NowUsec);
        return true;
    }

    public void Post(PipeConnection from, byte[]? bytes) => _mail.Enqueue((from, bytes));

    /// <summary>Seconds pass: all collect, all look at the clock, all mail is carried.</summary>
    public void Seconds(int count = 1)
    {
        for (int i = 0; i < count; i++)
        {
            NowUsec += Clock.UsecPerSecond;
            foreach (TownNode node in _nodes.Values)
            {
                node.Tick(NowUsec);
            }

            Carry();
        }
    }

    public void Carry()
    {
        while (_mail.TryDequeue(out (PipeConnection From, byte[]? Bytes) letter))
        {
            letter.From.Other!.Deliver(letter.Bytes);
        }
    }

    public void Dispose()
    {
        foreach (TownNode node in _nodes.Values)
        {
            node.Dispose();
        }

        Log.Dispose();
    }

    /// <summary>Stands in for Http: waits for the whole request and asks the door.</summary>
    private sealed class TownDesk(TownNode node) : ISession
    {
        public int Consume(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec)
        {
            string text = Encoding.UTF8.GetString(bytes);
            if (!text.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                return 0;
            }

            node.Requests.Add(text);
            HttpRequest request = Requests.Of(text, connection);
            if (node.Door.Open(request, nowUsec, out _) is { } session)
            {
                connection.Switch(session);
            }
            else
            {
                connection.Finish();
            }

            return bytes.Length;
        }

        public void Sweep(IConnection connection, long nowUsec)
        {
        }

        public void Closed(IConnection connection, CloseReason reason, long nowUsec)
        {
        }
    }
}
