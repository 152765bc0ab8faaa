using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;

namespace Edge.Tests.Sim;

/// <summary>The dialer of one life of a node. Holds every sender to its pause between two tries.</summary>
internal sealed class SimDial(SimNode node) : IDial
{
    private readonly Dictionary<(Host Host, string Item), Try> _last = [];
    private readonly Dictionary<Host, Try> _newest = [];

    public int Dials { get; private set; }

    public void Dial(string destinations, int defaultPort, int timeoutSeconds, ISession session,
        IDialed caller)
    {
        Dials++;

        // The sender dials from within its host's gate, which tells whose it is.
        Host host = Array.Find(node.Hosts.All, static host => host.Gate.IsHeld)!;
        SimBrokenException.Unless(host != null, $"{node.Name} dials without a gate");

        // Pauses are spread: 0.8 to 1.2 of what the option says.
        long delayUsec = node.Send.ReconnectDelaySeconds * Clock.UsecPerSecond;
        if (_last.TryGetValue((host!, destinations), out Try? last) && last.Jumps == node.Jumps)
        {
            long pauseUsec = node.NowUsec - last.OverUsec;
            SimBrokenException.Unless(last.OverUsec != 0 && pauseUsec >= delayUsec * 8 / 10,
                $"{node.Name} dials {destinations} for {host!.Info.Hostname} after {pauseUsec} us");
        }

        var next = new Try(node, host!, session, caller) { Jumps = node.Jumps };
        _last[(host!, destinations)] = next;
        _newest[host!] = next;
        node.Net.Trace($"{node.Name} dials {destinations} for {host!.Info.Hostname}");
        node.Net.Dial(node, destinations.Split(' '), timeoutSeconds, next, next);
    }

    /// <summary>One try: passes everything on and notes when it was over.</summary>
    private sealed class Try(SimNode node, Host host, ISession session, IDialed caller)
        : ISession, IDialed
    {
        private bool _isClosed;

        /// <summary>The end as the node's clock has it. A sender that gives up itself is over before that, so
        /// this is only a lower bound while it is not closed.</summary>
        public long OverUsec { get; private set; } = node.NowUsec;

        public int Jumps { get; init; }

        /// <summary>
        /// The sender has not given the round up itself, which it then does not count from here.
        /// </summary>
        private bool IsWanted => node.Dial._newest.GetValueOrDefault(host) == this && Array.Exists(
            host.Outlets, static outlet => outlet is StreamOutlet { Sender.State: SenderState.Connecting });

        public void Connected(IConnection connection, string item, long nowUsec)
        {
            OverUsec = IsWanted ? nowUsec : OverUsec;
            caller.Connected(connection, item, nowUsec);
        }

        public void TlsFailed(bool isRefused) => caller.TlsFailed(isRefused);

        public void Refused(string text) => caller.Refused(text);

        public void Failed(long nowUsec)
        {
            OverUsec = IsWanted ? nowUsec : OverUsec;
            caller.Failed(nowUsec);
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
