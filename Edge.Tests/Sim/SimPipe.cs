using Edge.Net;

namespace Edge.Tests.Sim;

/// <summary>One direction of a connection: what the kernels and the wires between its ends hold. Bounded; it
/// splits, delays and loses, but never reorders.</summary>
internal sealed class SimPipe(SimLink link, SimNet net)
{
    /// <summary>Ours, for short worlds; Linux tries for a quarter of an hour.</summary>
    private const int GiveUpUsecMax = 40_000_000;

    private readonly ByteQueue _bytes = new();
    private bool _isUnderway;
    private bool _isShut;
    private bool _isGivingUp;
    private long _delivered;
    private int _firstBytes;

    public SimConnection Writer { get; set; } = null!;

    public SimConnection Reader { get; set; } = null!;

    /// <summary>Nothing gets through any more, in either way of speaking.</summary>
    public bool IsDead { get; set; }

    /// <summary>Something of what was written first is still under way.</summary>
    public bool IsBeginning => _delivered < _firstBytes;

    /// <summary>The connection breaks when so many bytes have arrived.</summary>
    public long BreakAtBytes { get; set; } = long.MaxValue;

    /// <summary>Takes what there is room for. Returns how much.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        int taken = Math.Min(bytes.Length, net.Weather.WindowBytes - _bytes.Count);
        if (taken <= 0)
        {
            return 0;
        }

        _bytes.Add(bytes[..taken]);
        _firstBytes = _firstBytes == 0 ? bytes.Length : _firstBytes;
        Move();
        if (IsDead && !_isGivingUp)
        {
            // No answer to what was sent: the kernel gives up in the end.
            _isGivingUp = true;
            net.Clock.After(net.Random.Next(GiveUpUsecMax), () => Writer.Learn(CloseReason.SendFailed));
        }

        return taken;
    }

    /// <summary>The writer is gone; what it has written still arrives.</summary>
    public void Shut()
    {
        _isShut = true;
        Move();
    }

    private void Move()
    {
        if (!_isUnderway && !IsDead)
        {
            _isUnderway = true;
            net.Clock.After(Delay(), Deliver);
        }
    }

    private long Delay()
    {
        if (Reader.Node.Fault == ParentFault.Frozen)
        {
            return 500_000 + net.Random.Next(500_000);
        }

        Weather weather = net.Weather;
        return net.Random.Next(100) < weather.PausePercent
            ? net.Random.Next(weather.PauseUsecMax)
            : net.Random.Next(weather.DelayUsecMax);
    }

    private void Deliver()
    {
        _isUnderway = false;
        if (IsDead)
        {
            return;
        }

        if (Reader.IsOver)
        {
            // Nobody reads there: the kernel answers with a reset.
            Writer.Learn(CloseReason.SendFailed);
            return;
        }

        if (Reader.Node.Fault == ParentFault.Frozen)
        {
            Move();
            return;
        }

        if (_bytes.Count == 0)
        {
            if (_isShut)
            {
                Reader.Learn(CloseReason.ByPeer);
            }

            return;
        }

        bool splits = net.Random.Next(100) < net.Weather.SplitPercent;
        int count = splits ? net.Random.Next(1, _bytes.Count + 1) : _bytes.Count;
        count = (int)Math.Min(count, BreakAtBytes - _delivered);
        _delivered += count;
        byte[] piece = _bytes.Front[..count].ToArray();
        _bytes.Take(count);
        if (count > 0)
        {
            Reader.Arrive(piece);
            Writer.Room();
        }

        if (_delivered >= BreakAtBytes)
        {
            link.Break();
        }

        if (_bytes.Count > 0 || _isShut)
        {
            Move();
        }
    }
}
