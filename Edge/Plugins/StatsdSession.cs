using Edge.Net;
using Edge.Sys;

namespace Edge.Plugins;

/// <summary>A client over TCP: lines end with a line feed, and the rest waits for its own.</summary>
internal sealed class StatsdSession : ISession
{
    private readonly StatsdMetrics _metrics;
    private readonly int _idleSeconds;

    /// <summary>Bytes that were offered before and are no whole line yet.</summary>
    private int _waiting;

    /// <summary>What comes belongs to a line that was too long.</summary>
    private bool _isSkipping;

    public StatsdSession(StatsdMetrics metrics, int idleSeconds)
    {
        (_metrics, _idleSeconds) = (metrics, idleSeconds);
        using (metrics.Gate.Enter())
        {
            metrics.Tally.Connects++;
        }
    }

    public int Consume(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        using (_metrics.Gate.Enter())
        {
            StatsdTally tally = _metrics.Tally;
            tally.TcpReads++;
            tally.TcpPackets++;
            tally.TcpBytes += bytes.Length - _waiting;
            int start = 0;
            if (_isSkipping)
            {
                start = bytes.IndexOf((byte)'\n') + 1;
                _isSkipping = start == 0;
                start = _isSkipping ? bytes.Length : start;
            }

            int whole = bytes[start..].LastIndexOf((byte)'\n') + 1;
            _metrics.Lines(bytes.Slice(start, whole), nowUsec);
            _waiting = bytes.Length - start - whole;
            if (_waiting >= StatsdLimits.LineBytes - 1)
            {
                tally.Errors++;
                (_isSkipping, _waiting) = (true, 0);
            }

            return bytes.Length - _waiting;
        }
    }

    public void Sweep(IConnection connection, long nowUsec)
    {
        if (_idleSeconds > 0 && nowUsec - connection.LastReceivedUsec > _idleSeconds * Clock.UsecPerSecond)
        {
            connection.Abort(CloseReason.IdleTimeout);
        }
    }

    public void Closed(IConnection connection, CloseReason reason, long nowUsec)
    {
        using (_metrics.Gate.Enter())
        {
            _metrics.Tally.Disconnects++;
            _metrics.Tally.Errors += _waiting > 0 ? 1 : 0;
        }
    }
}
