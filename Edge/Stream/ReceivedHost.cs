using System.Runtime.InteropServices;
using Edge.Store;
using Edge.Sys;

namespace Edge.Stream;

/// <summary>A received host and what is attached to it. Guarded by the host's gate.</summary>
internal sealed class ReceivedHost(Host host)
{
    private readonly List<Sender> _formers = [];

    public Host Host { get; } = host;

    /// <summary>API key of the child that came first, whose share of all hosts it takes; empty: an archive
    /// brought it.</summary>
    public string Key { get; init; } = "";

    /// <summary>Its connection; null: an orphan.</summary>
    public Reception? Reception { get; private set; }

    /// <summary>What its child's connections have brought.</summary>
    public LinkTally Tally { get; } = new();

    /// <summary><c>ip:port</c> of the last connection; empty: there was none.</summary>
    public string LastFrom { get; private set; } = "";

    /// <summary>As of the last connect.</summary>
    public HostTerms? Terms { get; set; }

    /// <summary>Its own connection upstream, if it is passed on. Stays when the child goes, until the next
    /// connect.</summary>
    public Sender? Sender { get; private set; }

    /// <summary>Senders to other targets, which still get rid of their last bytes; oldest first.</summary>
    public ReadOnlySpan<Sender> Formers => CollectionsMarshal.AsSpan(_formers);

    public void Enter(Reception reception, long nowUsec)
    {
        Reception = reception;
        Tally.Opened(reception.Connection);
        Tally.Accepted(nowUsec);
    }

    /// <param name="why">For listings; see <see cref="LinkEnd"/>.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public void Leave(string why, long nowUsec)
    {
        Guard.That(Reception != null);
        LastFrom = Reception.From;
        Tally.Updates += Reception.Receiver?.Updates ?? 0;
        Tally.Failed(why, nowUsec);
        Tally.Closed();
        Reception = null;
    }

    /// <summary>Passes the host on according to the terms of this connect. A sender that runs already (the
    /// connection was replaced by a newer one) runs on.</summary>
    public void Attach(StreamOptions options, IDial dial, long nowUsec)
    {
        SendTarget target = Terms!.Target;
        if (Sender != null && Sender.Target != target)
        {
            Detach(nowUsec);
            if (Sender.State != SenderState.Idle)
            {
                _formers.Add(Sender);
                for (int i = 0; i < _formers.Count - Limits.FormerSenders; i++)
                {
                    _formers[i].Cut();
                }
            }

            Sender = null;
        }

        if (target.IsOn)
        {
            Sender ??= new Sender(Host, target, options, dial);
            if (!Host.Outlets.Contains(Sender.Outlet))
            {
                Host.Outlets = [.. Host.Outlets, Sender.Outlet];
            }
        }
    }

    /// <summary>The upstream connection goes with the child's (spec streaming 17).</summary>
    public void Detach(long nowUsec)
    {
        if (Sender != null)
        {
            StreamOutlet outlet = Sender.Outlet;
            Host.Outlets = Array.FindAll(Host.Outlets, other => other != outlet);
            Sender.Stop(nowUsec);
        }
    }

    public void Tick(long nowUsec)
    {
        if (Reception != null)
        {
            using (Host.Gate.Enter())
            {
                Reception?.Tick(nowUsec);
            }
        }

        Sender?.Tick(nowUsec);
        if (_formers.Count > 0)
        {
            TickFormers(nowUsec);
        }
    }

    private void TickFormers(long nowUsec)
    {
        foreach (Sender former in _formers)
        {
            former.Tick(nowUsec);
        }

        // Who lists them holds the host's gate and not the door's.
        using (Host.Gate.Enter())
        {
            _formers.RemoveAll(static former => former.State == SenderState.Idle);
        }
    }

    /// <summary>No child, and nothing left to send.</summary>
    public bool IsQuiet =>
        Reception == null && (Sender is null or { State: SenderState.Idle })
        && _formers.TrueForAll(static former => former.State == SenderState.Idle);
}
