using Edge.Protocol;
using Edge.Store;
using Edge.Stream;
using Limits = Edge.Stream.Limits;

namespace Edge.Tests.Sim;

/// <summary>What holds at every full second of a node, whatever the network does.</summary>
internal static class SimChecks
{
    public static void EachSecond(SimNode node)
    {
        foreach (SimConnection connection in node.Connections)
        {
            SimBrokenException.Unless(
                connection.OutboxBytes <= connection.OutboxMax
                    && connection.OutboxMax <= Limits.ReplayCommandBytesMax,
                $"{connection.Label} holds {connection.OutboxBytes} of {connection.OutboxMax} bytes");
        }

        foreach (Host host in node.Hosts.All)
        {
            int receivers = 0;
            CheckFrames(node, host);
            foreach (SimConnection connection in node.Connections)
            {
                receivers += !connection.IsEnding && connection.Session is Receiver receiver
                    && receiver.Host == host ? 1 : 0;
            }

            string name = host.Info.Hostname;
            SimBrokenException.Unless(receivers <= 1, $"{node.Name} has {receivers} receivers of {name}");
            SimBrokenException.Unless(host == node.Hosts.Local || host.IsReachable || receivers == 0,
                $"{node.Name} calls {name} unreachable while it is received");
            foreach (IOutlet outlet in host.Outlets)
            {
                SimBrokenException.Unless(outlet is not StreamOutlet { PendingBytes: > 0 },
                    $"{node.Name} keeps text of {name} back");
            }
        }
    }

    /// <summary>Compressed is what both ends are able to and agreed on, and nothing else.</summary>
    private static void CheckFrames(SimNode node, Host host)
    {
        foreach (IOutlet outlet in host.Outlets)
        {
            if (outlet is StreamOutlet { Sender: { IsStreaming: true } sender }
                && !node.Connections.Any(static connection => connection.Link.IsAnswering))
            {
                Capabilities both = node.Plan.Speaks & node.Net.Find(sender.Where)!.Plan.Speaks;
                bool isAgreed = (both & Capabilities.Compression) != 0;
                bool replicates = (both & Capabilities.Replication) != 0;
                SimBrokenException.Unless(
                    ((sender.Capabilities & Capabilities.Replication) != 0) == replicates,
                    $"{node.Name} sends {host.Info.Hostname} {(replicates ? "without" : "with")} history");
                SimBrokenException.Unless((sender.Frames != null) == isAgreed,
                    $"{node.Name} sends {host.Info.Hostname} {(isAgreed ? "plain" : "compressed")}");
            }
        }
    }
}
