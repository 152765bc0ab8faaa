using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;

namespace Edge.Tests.Sim;

/// <summary>The dialer of one life of a node. Holds every sender to its pause between two tries.</summary>
internal sealed class SimDial(SimNode node) : IDial
{
    private readonly Dictionary<Host, Try> _last = [];
    private readonly Dictionary<(Host, string), Try> _lastOfItem = [];

    public int Dials { get; private set; }

    public void Dial(string destinations, int defaultPort, int timeoutSeconds, ISession session,
        IDialed caller)
    {
        Dials++;

        // The sender dials from within its host's gate, which tells whose it is.
        Host host = Array.Find(node.Hosts.All, static host => host.Gate.IsHeld)!;
        SimBrokenException.Unless(host != null, $"{node.Name} dials without a gate");

        // After a connection there is a pause; after a failure the next of the list comes at once, but none
        // of them comes again without a pause.
        if (_last.TryGetValue(host!, out Try? last) && last.HasConnected)
        {
            CheckPause(host!, last);
        }

        if (_lastOfItem.TryGetValue((host!, destinations), out Try? same))
        {
            CheckPause(host!, same);
        }

        var next = new Try(node, session, caller) { Jumps = node.Jumps };
        _last[host!] = next;
        _lastOfItem[(host!, destinations)] = next;
        node.Net.Trace($"{node.Name} dials for {host!.Info.Hostname}");
        node.Net.Dial(node, destinations.Split(' '), timeoutSeconds, next, next);
    }

    private void CheckPause(Host host, Try last)
    {
        // A fifth less than the delay is allowed, so that children do not come all at once.
        long leastUsec = node.Send.ReconnectDelaySeconds * Clock.UsecPerSecond * 4 / 5;
        if (last.Jumps == node.Jumps)
        {
            long pauseUsec = node.NowUsec - last.OverUsec;
            SimBrokenException.Unless(last.OverUsec != 0 && pauseUsec >= leastUsec,
                $"{node.Name} dials for {host.Info.Hostname} after {pauseUsec} us");
        }
    }

    /// <summary>One try: passes everything on and notes when it was over.</summary>
    private sealed class Try(SimNode node, ISession session, IDialed caller) : ISession, IDialed
    {
        private bool _isClosed;

        /// <summary>The end as the node's clock has it. A sender that gives up itself is over before that, so
        /// this is only a lower bound while it is not closed.</summary>
        public long OverUsec { get; private set; } = node.NowUsec;

        public int Jumps { get; init; }

        public bool HasConnected { get; private set; }

        public void Connected(IConnection connection, string item, long nowUsec)
        {
            HasConnected = true;
            Pass(nowUsec);
            caller.Connected(connection, item, nowUsec);
        }

        public void Refused(string text) => caller.Refused(text);

        public void TlsFailed(bool isCertificate) => caller.TlsFailed(isCertificate);

        public void Failed(long nowUsec)
        {
            Pass(nowUsec);
            caller.Failed(nowUsec);
        }

        /// <summary>What comes of a try that its sender gave up long ago says nothing of its
        /// pauses.</summary>
        private void Pass(long nowUsec)
        {
            if (session is UpstreamSession { IsCurrent: true })
            {
                OverUsec = nowUsec;
            }
        }

        public int Consume(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec)
        {
            // It lives: whatever ends it comes later.
            OverUsec = nowUsec;
            return session.Consume(connection, bytes, nowUsec);
        }

        public void Sweep(IConnection connection, long nowUsec) => session.Sweep(connection, nowUsec);

        public void Closed(IConnection connection, CloseReason reason, long nowUsec)
        {
            SimBrokenException.Unless(!_isClosed, "closed twice");
            _isClosed = true;
            if (reason is CloseReason.ByPeer or CloseReason.ReadFailed or CloseReason.SendFailed)
            {
                // In the moments before this call the sender may have given up for a reason of its own.
                OverUsec = nowUsec - SimConnection.SettleUsecMax;
            }

            session.Closed(connection, reason, nowUsec);
        }
    }
}
