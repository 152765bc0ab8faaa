using Edge.Store;
using Edge.Stream;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>Chains of nodes without a database: the end has what the origin has, to the last digit that is
/// sent.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class ReplayChainTests
{
    private const int LateSeconds = 20;
    private const int Seconds = 60;

    /// <summary>Of one hop, after each second's collection.</summary>
    private const long TravelUsec = 170_000;

    private static readonly Algorithm[] Algorithms =
        [Algorithm.Incremental, Algorithm.Absolute, Algorithm.Incremental, Algorithm.PercentageOfAbsoluteRow];

    /// <param name="proxies">Between child and parent.</param>
    /// <param name="bytes">Their <c>replay buffer bytes</c>.</param>
    /// <param name="askEvery">Questions travel every so many seconds only.</param>
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(3, 0, 1)]
    [InlineData(1, 1_000_000, 2)]
    [InlineData(3, 1_000_000, 1)]
    public void The_end_has_the_samples_of_the_origin(int proxies, int bytes, int askEvery)
    {
        using var log = new LogBook();
        Host[] hosts = [Made(new StoreOptions { HistoryEntries = 600 }),
            .. Enumerable.Range(0, proxies).Select(_ => Made(PassedOn(bytes))),
            Made(new StoreOptions { HistoryEntries = 600 })];
        ReplayHop[] hops = [.. hosts.SkipLast(1).Zip(hosts.Skip(1), static (a, b) => new ReplayHop(a, b))];
        var charts = new List<Chart> { Define(hosts[0], "early") };
        for (int second = 0; second < Seconds; second++)
        {
            // Each a little late, and never the same: this is what the end would misplace.
            long now = ReplayRig.StartUsec + (second * Clock.UsecPerSecond) + (second * 7919 % 1000 * 90);
            if (second == LateSeconds)
            {
                charts.Add(Define(hosts[0], "late"));
            }

            charts.ForEach(chart => Collect(chart, second, now));
            for (int round = 0; round < 4; round++)
            {
                for (int i = 0; i < hops.Length; i++)
                {
                    long there = now + ((i + 1) * TravelUsec);
                    hops[i].Tell(there);
                    if (second % askEvery == 0)
                    {
                        hops[i].Ask(there);
                    }
                }
            }

            Array.ForEach(hops, hop => hop.Tick(now + (hops.Length * TravelUsec)));
        }

        Same(hosts[0], hosts[^1], "t.early", Seconds - 10 - (proxies * askEvery));
        Same(hosts[0], hosts[^1], "t.late", Seconds - LateSeconds - 4 - (proxies * askEvery));
        Assert.Equal(ReplayRig.Rows(hosts[0], "t.late").Keys.First(),
            ReplayRig.Rows(hosts[^1], "t.late").Keys.First());
        Array.ForEach(hops, static hop => hop.Dispose());
        Array.ForEach(hosts, static host => host.Dispose());
    }

    /// <summary>A child whose connection is replaced by a newer one brings what it collected in between; the
    /// link upstream was there all the time.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1_000_000, 15)]
    public void What_a_child_replays_to_a_proxy_whose_own_link_stays_reaches_the_end(int bytes, int rows)
    {
        using var log = new LogBook();
        using Host child = Made(new StoreOptions { HistoryEntries = 600 });
        using Host proxy = Made(PassedOn(bytes));
        using Host parent = Made(new StoreOptions { HistoryEntries = 600 });
        using var near = new ReplayHop(child, proxy);
        using var far = new ReplayHop(proxy, parent);
        Chart chart = Define(child, "c");
        for (int second = 0; second < Seconds; second++)
        {
            long now = ReplayRig.StartUsec + (second * Clock.UsecPerSecond);
            if (second == LateSeconds)
            {
                near.Cut();
            }

            Collect(chart, second, now);
            for (int round = 0; round < 4; round++)
            {
                near.Tell(now);
                near.Ask(now);
                far.Tell(now);
                far.Ask(now);
            }

            near.Tick(now);
            far.Tick(now);
        }

        Assert.Equal(chart.Series.Clock.LastCollectedUsec,
            parent.Find("t.c")!.Series.Clock.LastCollectedUsec);
        Same(child, parent, "t.c", Seconds - LateSeconds + rows, hasGap: rows == 0);
    }

    /// <summary>The parent's question comes late, just when the child has defined the chart anew and replays:
    /// what it then brings must not move the chart's clock behind the parent's back.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void A_question_that_comes_while_the_child_replays_is_no_harm(int bytes)
    {
        using var log = new LogBook();
        using Host child = Made(new StoreOptions { HistoryEntries = 600 });
        using Host proxy = Made(PassedOn(bytes));
        using Host parent = Made(new StoreOptions { HistoryEntries = 600 });
        using var near = new ReplayHop(child, proxy);
        using var far = new ReplayHop(proxy, parent);
        Chart chart = Define(child, "c");
        uint defined = 0;
        bool asks = false;
        for (int second = 0; second < Seconds; second++)
        {
            long now = ReplayRig.StartUsec + (second * Clock.UsecPerSecond);
            if (second == LateSeconds)
            {
                near.Cut();
                defined = proxy.Find("t.c")!.DefinitionVersion;
            }

            Collect(chart, second, now);
            for (int round = 0; round < 4; round++)
            {
                near.Tell(now);
                far.Tell(now);
                asks |= defined != 0 && proxy.Find("t.c")!.DefinitionVersion != defined;
                if (asks)
                {
                    far.Ask(now);
                }

                near.Ask(now);
            }

            near.Tick(now);
            far.Tick(now);
        }

        Assert.True(asks);
        Assert.Equal(chart.Series.Clock.LastCollectedUsec,
            parent.Find("t.c")!.Series.Clock.LastCollectedUsec);
        Same(child, parent, "t.c", Seconds - LateSeconds - 10);
    }

    /// <summary>A chart that was silent for longer than the buffer reaches moves its next parent's clock by
    /// all of the silence.</summary>
    [Fact]
    public void A_silence_longer_than_the_buffer_is_passed_on_as_long_as_it_was()
    {
        using Host host = Made(PassedOn(0));
        Chart chart = Define(host, "c");
        Collect(chart, 0, ReplayRig.StartUsec);
        Collect(chart, 1, ReplayRig.StartUsec + Clock.UsecPerSecond);
        long before = chart.Series.Clock.LastCollectedUsec;
        chart.Begin(100 * Clock.UsecPerSecond);
        Collect(chart, 101, ReplayRig.StartUsec + (101 * Clock.UsecPerSecond));
        Assert.Equal(before + (100 * Clock.UsecPerSecond), chart.Series.Clock.LastCollectedUsec);
        Assert.Equal(Edge.Store.Limits.HistoryMin, chart.Series.Rows);
    }

    private static StoreOptions PassedOn(int bytes) => HostTerms.Resolve(1,
        new StreamSection { Defaults = new SectionTerms { MemoryMode = "none" } }, null,
        new ReceiveOptions { ReplayBytes = bytes, ReplayPool = new ReplayPool(10_000_000) },
        new SendTarget { IsEnabled = true, Destination = "d", ApiKey = "k" }).Store;

    private static Host Made(StoreOptions options) => new(
        new HostInfo
        {
            Hostname = "child", RegistryHostname = "child", MachineGuid = SenderRig.Guid, Os = "linux",
        }, options);

    private static Chart Define(Host host, string id)
    {
        Chart chart = host.Define(new ChartDefinition { Type = "t", Id = id, Title = "T", Units = "u" })!;
        for (int i = 0; i < Algorithms.Length; i++)
        {
            chart.Define($"d{i}", null, Algorithms[i], 10, 3);
        }

        return chart;
    }

    private static void Collect(Chart chart, int second, long nowUsec)
    {
        for (int i = 0; i < Algorithms.Length; i++)
        {
            bool grows = Algorithms[i] == Algorithm.Incremental;
            chart.Set(chart.Dimensions[i],
                grows ? second * second * (i + 3L) : second * 31 % 101, nowUsec);
        }

        chart.Commit(nowUsec);
    }

    private static void Same(Host origin, Host end, string id, int atLeast, bool hasGap = false)
    {
        SortedDictionary<long, uint[]> sent = ReplayRig.Rows(origin, id);
        SortedDictionary<long, uint[]> arrived = ReplayRig.Rows(end, id);
        Assert.True(arrived.Count >= atLeast, $"{id}: {arrived.Count} of {sent.Count} rows arrived");
        foreach ((long sec, uint[] row) in arrived)
        {
            for (int i = 0; i < row.Length; i++)
            {
                double a = StoredNumber.Unpack(sent[sec][i]);
                double b = StoredNumber.Unpack(row[i]);
                Assert.True(Math.Abs(a - b) <= 1e-6 + (1e-6 * Math.Abs(a)), $"{id}.d{i} at {sec}: {a}, {b}");
            }
        }

        long newest = arrived.Keys.Last();
        Assert.Equal(hasGap, newest - arrived.Keys.First() + 1 != arrived.Count);
    }
}
