using System.Diagnostics;
using Edge.Bench.Outage;
using Xunit;

namespace Edge.Tests.Peers;

/// <summary>Parents that misbehave, in short; <c>scripts/outages</c> is the long form.</summary>
[Collection(PeerCollection.Name)]
public sealed class OutageTests
{
    private const int FrozenSeconds = 4;

    /// <summary>A child is at half of that; a line of 64 MiB would be far above.</summary>
    private const long PeakKibMax = 16 * 1024;

    /// <summary>Until a child has collected its first sample.</summary>
    private const int StartSeconds = 4;

    private const int RubbishSeconds = 5;

    [PeerFact(PeerNeeds.Edge)]
    public async Task A_parent_that_was_frozen_has_no_hole()
    {
        using Node parent = Node.Parent(Programs.Edge, "our-parent");
        using Node child = Node.Child(Programs.Edge, "our-child", parent);
        var charts = new Api(parent, "our-child");
        await Until.True(() => charts.IsAlive("system.cpu"), 20, "values", parent, child);
        long before = await charts.Newest("system.cpu");
        parent.Freeze();
        await Pass(FrozenSeconds, parent, child);
        parent.Thaw();
        await NoHoles(charts, before, before + FrozenSeconds + 2, parent, child);
    }

    [PeerFact(PeerNeeds.Edge)]
    public async Task A_line_that_is_too_narrow_for_a_while_costs_a_reconnect_and_no_hole()
    {
        using Node parent = Node.Parent(Programs.Edge, "our-parent");

        // Narrow from the beginning, or the kernel learns to hold more than a test can wait for; but the
        // parent reads a request in ten pieces at most.
        using var line = new Relay(0, parent.Port) { Width = 4000 };
        using Node child =
            Node.ChildOf(line.Port, "our-child", "--plain", "--few", "--buffer", "4096");
        var charts = new Api(parent, "our-child");
        long first = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + StartSeconds;
        await Until.True(
            () => Task.FromResult(child.Said().Contains("established link", StringComparison.Ordinal)),
            10, "the answer", parent, child);
        line.Width = 500;
        await Until.True(
            () => Task.FromResult(child.Said().Contains(". Restarting connection", StringComparison.Ordinal)),
            80, "a full buffer", parent, child);
        Assert.Contains("buffer full (", child.Said(), StringComparison.Ordinal);
        line.Width = 0;
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await NoHoles(charts, first, now + 2, parent, child);
        Assert.InRange(child.PeakKib(), 1, PeakKibMax);
    }

    [PeerFact(PeerNeeds.Edge)]
    public async Task What_is_no_parent_makes_no_storm_and_a_parent_at_its_address_is_found()
    {
        RubbishServer[] servers =
            [.. Enum.GetValues<Rubbish>().Select(static kind => new RubbishServer(0, kind))];
        int[] ports = [.. servers.Select(static server => server.Port)];
        Node[] children =
            [.. servers.Select(static server => Node.ChildOf(server.Port, $"child-{server.Kind}"))];
        try
        {
            var watch = Stopwatch.StartNew();
            await Pass(RubbishSeconds, children);
            foreach (RubbishServer server in servers)
            {
                // The pause, less a fifth, between two.
                double most = 1 + (watch.Elapsed.TotalSeconds / (0.8 * Node.ReconnectSeconds));
                Assert.True(
                    server.Connects >= 1 && server.Connects <= most, $"{server.Kind}: {server.Connects}");
            }

            Array.ForEach(servers, static server => server.Dispose());
            using Node parent = Node.ParentAt(ports, "our-parent");
            var api = new Api(parent);
            foreach (Node child in children)
            {
                await Until.True(() => api.Receives(child.Name), 20, child.Name, parent, child);
                Assert.InRange(child.PeakKib(), 1, PeakKibMax);
            }
        }
        finally
        {
            Array.ForEach(servers, static server => server.Dispose());
            Array.ForEach(children, static child => child.Dispose());
        }
    }

    private static Task<TimeSpan> Pass(int seconds, params Node[] nodes)
    {
        var watch = Stopwatch.StartNew();
        return Until.True(
            () => Task.FromResult(watch.Elapsed.TotalSeconds >= seconds), seconds + 5, "time", nodes);
    }

    /// <summary>Waits for the samples of the last second, then for all since the first.</summary>
    private static async Task NoHoles(Api charts, long first, long last, params Node[] nodes)
    {
        await Until.True(async () => await charts.Newest("system.cpu") >= last, 25, "new values", nodes);
        await Until.True(
            async () =>
            {
                SortedDictionary<long, double> user = (await charts.Data("system.cpu", 120))["user"];
                return user.Keys.Count(second => second >= first && second <= last) == last - first + 1;
            },
            5, "no hole", nodes);
    }
}
