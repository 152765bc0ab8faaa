using Edge.Net;
using Edge.Sys;

namespace Edge.Plugins;

/// <summary>Datagrams: each is complete, whatever its last line ends with. Wire thread.</summary>
internal sealed class StatsdFeed(StatsdMetrics metrics) : IDatagramSink
{
    public void Received(DatagramBatch batch, long nowUsec)
    {
        using (metrics.Gate.Enter())
        {
            StatsdTally tally = metrics.Tally;
            tally.UdpReads++;
            tally.UdpPackets += batch.Count;
            for (int i = 0; i < batch.Count; i++)
            {
                ReadOnlySpan<byte> datagram = batch[i];
                tally.UdpBytes += datagram.Length;
                metrics.Lines(datagram, nowUsec);
            }
        }
    }

    public void Paused()
    {
        CpuUsage.OfThread(out long user, out long system);
        using (metrics.Gate.Enter())
        {
            (metrics.Tally.UserUsec, metrics.Tally.SystemUsec) = (user, system);
        }
    }
}
