using Edge.Net;

namespace Edge.Tests.Net;

/// <summary>A session made of lambdas that watches the rules of <see cref="ISession"/>.</summary>
internal sealed class Probe : ISession
{
    private int _inside;
    private int _closedCalls;

    public delegate int Taker(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec);

    public Taker OnConsume { get; set; } = static (_, bytes, _) => bytes.Length;

    public Action<IConnection, long> OnSweep { get; set; } = static (_, _) => { };

    public Action<IConnection, CloseReason> OnClosed { get; set; } = static (_, _) => { };

    public IConnection Connection { get; set; } = null!;

    public CloseReason Reason { get; private set; }

    public ManualResetEventSlim Closing { get; } = new();

    public int ClosedCalls => Volatile.Read(ref _closedCalls);

    public int Sweeps { get; private set; }

    /// <summary>Calls that overlapped or came after the last one.</summary>
    public int Violations { get; private set; }

    /// <summary>Sends everything back.</summary>
    public static Probe Echo() => new()
    {
        OnConsume = static (connection, bytes, _) =>
        {
            if (!connection.TrySend(bytes))
            {
                connection.Abort(CloseReason.OutboxFull);
            }

            return bytes.Length;
        },
    };

    public int Consume(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        Enter();
        try
        {
            return OnConsume(connection, bytes, nowUsec);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public void Sweep(IConnection connection, long nowUsec)
    {
        Enter();
        Sweeps++;
        try
        {
            OnSweep(connection, nowUsec);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public void Closed(IConnection connection, CloseReason reason, long nowUsec)
    {
        Enter();
        Reason = reason;
        Interlocked.Increment(ref _closedCalls);
        try
        {
            OnClosed(connection, reason);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
            Closing.Set();
        }
    }

    private void Enter()
    {
        if (Interlocked.Increment(ref _inside) != 1 || ClosedCalls > 0)
        {
            Violations++;
        }
    }
}
