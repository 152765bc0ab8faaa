using Edge.Net;
using Edge.Sys;

namespace Edge.Tests.Sim;

/// <summary>
/// One end of a connection, with the promises of the real one: a session's calls never overlap, Consume gets
/// everything that was not used up and something new, nothing is read after an end was asked for, Closed
/// comes last and once, and never from within Abort.
/// </summary>
internal sealed class SimConnection(SimLink link, SimNode node, SimPipe pipe, Peer peer, string label)
    : IConnection
{
    /// <summary>
    /// As the receive buffer of the real one: what a session leaves there for ever ends it.
    /// </summary>
    private const int UnreadBytesMax = 64 * 1024;

    /// <summary>
    /// From the moment when an end is asked for to the call of Closed, when nothing is left to send.
    /// </summary>
    public const int SettleUsecMax = 2_000;

    private readonly ByteQueue _outbox = new();
    private readonly ByteQueue _unread = new();
    private CloseReason _reason;
    private bool _isFinishing;
    private bool _isInSession;
    private bool _isConsuming;

    public string Label => label;

    public SimLink Link => link;

    public SimNode Node => node;

    public ISession? Session { get; private set; }

    /// <summary>Closed was called.</summary>
    public bool IsOver { get; private set; }

    /// <summary>An end was asked for or has come.</summary>
    public bool IsEnding => _reason != CloseReason.None;

    public Peer Peer => peer;

    public Access Access => Access.All;

    public bool IsEncrypted => false;

    public int OutboxBytes => _outbox.Count;

    public long BytesSent { get; private set; }

    public long BytesReceived { get; private set; }

    public long Sends { get; private set; }

    public long LastSentUsec { get; private set; } = node.NowUsec;

    public long LastReceivedUsec { get; private set; } = node.NowUsec;

    public int OutboxMax { get; set; } = 1024 * 1024;

    public void Start(ISession session)
    {
        Session = session;
        node.Enter(this);
    }

    public bool TrySend(ReadOnlySpan<byte> bytes)
    {
        if (IsEnding || bytes.Length > OutboxMax - _outbox.Count)
        {
            return false;
        }

        if (node.Net.IsTraced)
        {
            string text = System.Text.Encoding.Latin1.GetString(bytes);
            node.Net.Trace($"{label} says {text.ReplaceLineEndings("|")}");
        }

        node.Asked += bytes.StartsWith("REPLAY_CHART "u8) ? bytes.Count((byte)'\n') : 0;
        int taken = _outbox.Count == 0 ? Push(bytes) : 0;
        _outbox.Add(bytes[taken..]);
        return true;
    }

    /// <summary>The way has room again.</summary>
    public void Room()
    {
        if (_outbox.Count > 0 && (!IsEnding || _isFinishing))
        {
            _outbox.Take(Push(_outbox.Front));
            if (_isFinishing && _outbox.Count == 0)
            {
                SettleSoon();
            }
        }
    }

    public void Arrive(ReadOnlySpan<byte> bytes)
    {
        if (IsEnding)
        {
            return;
        }

        SimBrokenException.Unless(!_isInSession && Session != null, $"{label}: calls of a session overlap");
        BytesReceived += bytes.Length;
        LastReceivedUsec = node.NowUsec;
        _unread.Add(bytes);
        node.Run(() =>
        {
            (_isInSession, _isConsuming) = (true, true);
            Feed();
            (_isInSession, _isConsuming) = (false, false);
        });
        if (_unread.Count >= UnreadBytesMax)
        {
            Abort(CloseReason.Refused);
        }

        Settle();
    }

    public void Switch(ISession next)
    {
        Guard.That(_isConsuming);
        Session = next;
    }

    public void Finish(CloseReason reason = CloseReason.Done)
    {
        Guard.That(reason != CloseReason.None);
        if (!IsEnding)
        {
            _reason = reason;
            _isFinishing = true;
            SettleSoon();
        }
    }

    public void Abort(CloseReason reason)
    {
        Guard.That(reason != CloseReason.None);
        Fail(reason);
    }

    /// <summary>What the kernel tells of the other end.</summary>
    public void Learn(CloseReason reason)
    {
        if (!IsOver && !node.IsGone(this))
        {
            node.Net.Trace($"{label} learns {reason}");
            Fail(reason);
        }
    }

    public void Sweep()
    {
        if (IsOver)
        {
            return;
        }

        if (!IsEnding)
        {
            _isInSession = true;
            Session!.Sweep(this, node.NowUsec);
            _isInSession = false;
        }
    }

    /// <summary>
    /// Its process has died: nobody is told, but memory that is not the kernel's own is freed.
    /// </summary>
    public void Die()
    {
        if (!IsOver)
        {
            _reason = _reason == CloseReason.None ? CloseReason.Stopped : _reason;
            IsOver = true;
            Session?.Closed(this, _reason, node.NowUsec);
        }
    }

    /// <summary>The process is gone, its kernel says so.</summary>
    public void Shut() => pipe.Shut();

    private int Push(ReadOnlySpan<byte> bytes)
    {
        int taken = pipe.Take(bytes);
        if (taken > 0)
        {
            BytesSent += taken;
            Sends++;
            LastSentUsec = node.NowUsec;
        }

        return taken;
    }

    private void Feed()
    {
        ISession? last = null;
        while (last != Session && _unread.Count > 0 && !IsEnding)
        {
            last = Session;
            int used = last!.Consume(this, _unread.Front, node.NowUsec);
            SimBrokenException.Unless(used >= 0 && used <= _unread.Count, $"{label}: used {used} bytes");
            _unread.Take(used);
        }
    }

    private void Fail(CloseReason reason)
    {
        _reason = _reason == CloseReason.None ? reason : _reason;
        _isFinishing = false;
        SettleSoon();
    }

    private void SettleSoon() => node.Net.Clock.After(node.Net.Random.Next(SettleUsecMax), Settle);

    private void Settle()
    {
        if (!IsEnding || IsOver || _isInSession || node.IsGone(this) || (_isFinishing && _outbox.Count > 0))
        {
            return;
        }

        IsOver = true;
        node.Net.Trace($"{label} closed, {_reason}");
        node.Run(() => Session!.Closed(this, _reason, node.NowUsec));
        pipe.Shut();
        node.Leave(this);
    }
}
