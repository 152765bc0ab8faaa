using Edge.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>What comes back after an end, orderly or not, and what does not.</summary>
public sealed class RingLifeTests
{
    [Theory]
    [InlineData(MemoryMode.Save, 30)]
    [InlineData(MemoryMode.Save, 250)]
    [InlineData(MemoryMode.Map, 30)]
    [InlineData(MemoryMode.Map, 250)]
    public void An_orderly_end_keeps_every_sample_and_the_downtime_is_a_gap(object mode, int seconds)
    {
        using var rig = new RingRig((MemoryMode)mode);
        Chart chart = rig.Define("a.b", "x", "y");
        rig.Collect(chart, seconds);
        SortedDictionary<long, uint> x = RingRig.Samples(chart, "x");
        SortedDictionary<long, uint> y = RingRig.Samples(chart, "y");
        long last = chart.Series.LastEntrySec;
        Assert.True(x.Count > 20);

        rig.Restart(downSeconds: 10);
        chart = rig.Define("a.b", "x", "y");
        Assert.Equal(x, RingRig.Samples(chart, "x"));
        Assert.Equal(y, RingRig.Samples(chart, "y"));

        rig.Collect(chart, 12);
        SortedDictionary<long, uint> after = RingRig.Samples(chart, "x");
        long first = chart.Series.FirstEntrySec;
        Assert.Equal(x.Where(one => one.Key > first), after.Where(one => one.Key <= last));
        Assert.DoesNotContain(after.Keys, sec => sec > last && sec <= last + 11);
        Assert.Contains(rig.NowSec, after.Keys);
        Assert.Equal(StoredNumber.Pack(RingRig.ValueOf("x", rig.NowSec), StoredNumber.Exists),
            after[rig.NowSec]);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(250)]
    public void A_killed_process_has_lost_nothing_of_what_is_mapped(int seconds)
    {
        using var rig = new RingRig(MemoryMode.Map);
        Chart chart = rig.Define("a.b", "x", "y");
        rig.Collect(chart, seconds);
        SortedDictionary<long, uint> x = RingRig.Samples(chart, "x");

        rig.Kill(downSeconds: 3);
        chart = rig.Define("a.b", "x", "y");
        Assert.Equal(x, RingRig.Samples(chart, "x"));
    }
}
