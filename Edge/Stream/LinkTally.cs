using Edge.Net;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>
/// What one link of a host has done since the node started, over all its connections: a child's connections
/// to us, or ours to the parent of one host. Guarded by the host's gate.
/// </summary>
/// <remarks>Invariant: bytes of the link = bytes of ended connections + bytes of the present one.</remarks>
internal sealed class LinkTally
{
    private const long PacedUsec = 5 * Clock.UsecPerSecond;
    private IConnection? _connection;
    private long _endedSent;
    private long _endedReceived;
    private long _lookedUsec;
    private (long Usec, long Sent, long Received) _paced;
    private (long Usec, long Sent, long Received) _next;

    /// <summary>Bytes that the kernel took, the request included.</summary>
    public long BytesSent => _endedSent + (_connection?.BytesSent ?? 0);

    public long BytesReceived => _endedReceived + (_connection?.BytesReceived ?? 0);

    /// <summary>Bytes a second over the last looks of the pulse.</summary>
    public long SentPerSecond { get; private set; }

    public long ReceivedPerSecond { get; private set; }

    /// <summary>Waiting for the far end to read.</summary>
    public int BufferBytes => _connection?.OutboxBytes ?? 0;

    public int BufferMax => _connection?.OutboxMax ?? 0;

    public bool IsEncrypted => _connection?.IsEncrypted ?? false;

    /// <summary>Who is at the far end; null: nobody.</summary>
    public Peer? Peer => _connection?.Peer;

    /// <summary>Connections that were accepted, by us or by the parent.</summary>
    public long Connections { get; private set; }

    public long Reconnects => Math.Max(0, Connections - 1);

    /// <summary>Chart updates (BEGIN to END) that were received or given to a connection.</summary>
    public long Updates { get; set; }

    /// <summary>Chart updates that found no connection when they were collected.</summary>
    public long LostBlocks { get; private set; }

    /// <summary>Samples in these.</summary>
    public long LostSamples { get; private set; }

    /// <summary>Bytes that were given to a connection and were not sent when it ended.</summary>
    public long LostBytes { get; private set; }

    /// <summary>Of a received host: the last change between connected and orphan. Wall clock.</summary>
    public long ChangedUsec { get; private set; }

    /// <summary>Why the last connection, or the last try, ended; null: none has.</summary>
    public string? LastError { get; private set; }

    /// <summary>Wall clock.</summary>
    public long LastErrorUsec { get; private set; }

    /// <summary>A connection is there; nothing is agreed yet.</summary>
    public void Opened(IConnection connection)
    {
        Closed();
        _connection = connection;
    }

    public void Accepted(long nowUsec)
    {
        Connections++;
        ChangedUsec = nowUsec;
    }

    public void Failed(string text, long nowUsec)
    {
        LastError = text;
        LastErrorUsec = nowUsec;
        ChangedUsec = nowUsec;
    }

    /// <summary>The present connection is over; without one nothing happens.</summary>
    public void Closed()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _endedSent += connection.BytesSent;
        _endedReceived += connection.BytesReceived;
        LostBytes += connection.OutboxBytes;
        _connection = null;
    }

    /// <param name="samples">Dimensions that were updated.</param>
    public void Lost(int samples)
    {
        LostBlocks++;
        LostSamples += samples;
    }

    /// <summary>Text of a tick that did not fit into the buffer.</summary>
    public void LostText(int bytes) => LostBytes += bytes;

    /// <summary>
    /// About once a second: the rates over the last five to ten seconds, since a peer that sends each second
    /// may do so just before one look and just after the next. A clock that was set back costs ten seconds.
    /// </summary>
    public void Pace(long nowUsec)
    {
        var now = (nowUsec, BytesSent, BytesReceived);
        bool isFirst = _paced.Usec == 0 || nowUsec < _lookedUsec;
        _lookedUsec = nowUsec;
        if (isFirst)
        {
            (_paced, _next) = (now, now);
            return;
        }

        long usec = nowUsec - _paced.Usec;
        if (usec > 0)
        {
            SentPerSecond = (long)((now.BytesSent - _paced.Sent) * (double)Clock.UsecPerSecond / usec);
            ReceivedPerSecond =
                (long)((now.BytesReceived - _paced.Received) * (double)Clock.UsecPerSecond / usec);
        }

        if (nowUsec - _next.Usec >= PacedUsec)
        {
            (_paced, _next) = (_next, now);
        }
    }
}
