using System.Runtime.InteropServices;
using Edge.Store;

namespace Edge.Stream;

/// <summary>
/// All links of the node, in the order of the host table: the local host's, then those of received hosts, for
/// each the child's before the one upstream and those that were, as long as they have bytes to send. Reading
/// takes the door's gate and then each host's for a moment, so nobody who holds one may read.
/// </summary>
internal sealed class LinkBook(HostTable hosts)
{
    private readonly List<LinkReading> _latest = [];

    /// <summary>Set while the node starts.</summary>
    public Sender? Sender { get; set; }

    /// <summary>Set while the node starts.</summary>
    public StreamDoor? Door { get; set; }

    public Host Local => hosts.Local;

    public int HostCount => hosts.All.Length;

    /// <summary>As of the last <see cref="Pace"/>. Pulse only.</summary>
    public ReadOnlySpan<LinkReading> Latest => CollectionsMarshal.AsSpan(_latest);

    /// <summary>Once a second, on the pulse: works out rates and keeps a reading. Allocates nothing unless
    /// there are more links than ever before.</summary>
    public void Pace(long nowUsec)
    {
        _latest.Clear();
        Read(_latest, nowUsec);
    }

    /// <summary>Any thread, no gate held.</summary>
    public void Read(List<LinkReading> into) => Read(into, paceUsec: 0);

    private void Read(List<LinkReading> into, long paceUsec)
    {
        foreach (Host host in hosts.All)
        {
            ReceivedHost? received = Door?.Find(host);
            using (host.Gate.Enter())
            {
                Add(into, host, received, host == hosts.Local ? Sender : received?.Sender, paceUsec);
            }
        }
    }

    private void Add(List<LinkReading> into, Host host, ReceivedHost? received, Sender? sender, long paceUsec)
    {
        if (paceUsec > 0)
        {
            received?.Tally.Pace(paceUsec);
            sender?.Tally.Pace(paceUsec);
        }

        if (received != null)
        {
            into.Add(LinkReading.Of(received));
        }
        else if (host != hosts.Local)
        {
            into.Add(LinkReading.OfOrphan(host));
        }

        if (sender != null)
        {
            into.Add(LinkReading.Of(host, sender));
        }
        else if (host == hosts.Local)
        {
            into.Add(LinkReading.OfLocal(host));
        }

        foreach (Sender former in received == null ? [] : received.Formers)
        {
            if (paceUsec > 0)
            {
                former.Tally.Pace(paceUsec);
            }

            into.Add(LinkReading.Of(host, former) with { IsFormer = true });
        }
    }
}
