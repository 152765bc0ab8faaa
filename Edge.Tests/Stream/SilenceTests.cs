using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>Children that say nothing, and clocks that do not agree.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class SilenceTests
{
    [Theory]
    [InlineData(1, 600)]
    [InlineData(300, 600)]
    [InlineData(900, 1800)]
    public void A_child_that_is_silent_for_too_long_is_left(int updateEvery, int seconds)
    {
        using var rig = new DoorRig();
        FakeConnection child = rig.Open(DoorRig.Request(more: $"&ver=3&update_every={updateEvery}"));
        child.NowUsec = rig.NowUsec;
        child.Receive("CHART t.a\n");
        child.Session!.Sweep(child, rig.NowUsec + (seconds * 1_000_000L));
        Assert.Equal(CloseReason.None, child.Reason);
        rig.Log.Take();
        child.Session.Sweep(child, rig.NowUsec + ((seconds + 1) * 1_000_000L));
        Assert.Equal(CloseReason.IdleTimeout, child.Reason);
        Assert.Contains($"STREAM probe [receive from [localhost]:41080]: nothing received for {seconds} "
            + "seconds - closing connection.", rig.Log.Take());
        Assert.False(rig.Hosts.FindByGuid("abcd0001-aaaa-4bbb-8ccc-000000006eb8")!.IsReachable);
    }

    [Fact]
    public void Silence_is_counted_from_the_moment_the_clock_is_set_back()
    {
        using var rig = new DoorRig();
        FakeConnection child = rig.Open(DoorRig.Request());
        child.NowUsec = rig.NowUsec;
        child.Receive("CHART t.a\n");
        long earlier = rig.NowUsec - (3600 * 1_000_000L);
        child.Session!.Sweep(child, earlier);
        child.Session.Sweep(child, earlier + (600 * 1_000_000L));
        Assert.Equal(CloseReason.None, child.Reason);
        child.NowUsec = earlier + (600 * 1_000_000L);
        child.Receive("CHART t.a\n");
        child.Session.Sweep(child, earlier + (1200 * 1_000_000L));
        Assert.Equal(CloseReason.None, child.Reason);
        child.Session.Sweep(child, earlier + (1201 * 1_000_000L));
        Assert.Equal(CloseReason.IdleTimeout, child.Reason);
    }

    [Fact]
    public void A_sample_ahead_of_the_clock_waits()
    {
        // The first sample is put into the middle of its second, here 0.3 seconds ahead of the clock; the
        // ones that follow 0.1 seconds apart without microseconds must not carry the chart away.
        using var host = new Host(new HostInfo
        {
            Hostname = "h", RegistryHostname = "h", MachineGuid = "abcd0001-aaaa-4bbb-8ccc-000000006eb8",
        }, new StoreOptions { HistoryEntries = 60 });
        Chart chart = host.Define(new ChartDefinition { Type = "t", Id = "a" })!;
        Dimension dimension = chart.Define("d")!;
        long now = (SenderRig.StartUsec / 1_000_000 * 1_000_000) + 200_000;
        using (host.Gate.Enter())
        {
            for (int i = 0; i < 4; i++)
            {
                chart.Begin(0);
                chart.Set(dimension, i, now);
                chart.Commit(now);
                now += 100_000;
            }
        }

        Assert.Equal((SenderRig.StartUsec / 1_000_000 * 1_000_000) + 500_000,
            chart.Series.Clock.LastCollectedUsec);
    }
}
