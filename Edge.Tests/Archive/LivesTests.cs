using Edge.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>Charts that change between two lives of a node, in each mode that survives one, however it
/// ends.</summary>
[Collection(Edge.Tests.Store.LogCollection.Name)]
public sealed class LivesTests
{
    public static TheoryData<string, bool> Modes => new()
    {
        { "Save", false }, { "Save", true }, { "Map", false }, { "Map", true }, { "DbEngine", false },
        { "DbEngine", true },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_chart_without_dimensions_is_nothing_until_it_has_one(string mode, bool isKilled)
    {
        using LifeRig rig = New(mode, isKilled);
        rig.Collect(rig.Define("a.b", 1), 10);
        rig.NextLife();
        Chart chart = rig.Define("a.b", 1);
        rig.Collect(chart, 5);
        chart.Define("x");
        rig.Collect(chart, 10);
        List<long> before = rig.Seconds(chart, "x");
        Assert.InRange(before.Count, 8, 9);
        rig.NextLife();
        chart = rig.Define("a.b", 1);
        rig.Collect(chart, 5);
        rig.NextLife();
        chart = rig.Define("a.b", 1, "x");
        rig.Collect(chart, 5);
        List<long> after = rig.Seconds(chart, "x");
        Assert.Superset(Set(before), Set(after));
        Assert.InRange(after.Count, before.Count + 3, before.Count + 4);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_dimension_that_is_not_set_for_a_while_has_a_gap(string mode, bool isKilled)
    {
        using LifeRig rig = New(mode, isKilled);
        Chart chart = rig.Define("a.b", 1, "x", "y");
        rig.Collect(chart, 10);
        rig.Collect(chart, 10, without: "y");
        rig.Collect(chart, 10);
        List<long> x = rig.Seconds(chart, "x");
        List<long> y = rig.Seconds(chart, "y");
        Assert.InRange(x.Count - y.Count, 9, 11);
        rig.NextLife();
        chart = rig.Define("a.b", 1, "x", "y");
        rig.Collect(chart, 1);
        Assert.Equal(x, rig.Seconds(chart, "x"));
        Assert.Equal(y, rig.Seconds(chart, "y"));
    }

    /// <summary>The rows of a ring are those of the dimensions of its life; disk keeps the others.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void A_dimension_that_misses_a_life_takes_nothing_from_the_others(string mode, bool isKilled)
    {
        using LifeRig rig = New(mode, isKilled);
        Chart chart = rig.Define("a.b", 1, "x", "y");
        rig.Collect(chart, 15);
        List<long> x = rig.Seconds(chart, "x");
        List<long> y = rig.Seconds(chart, "y");
        rig.NextLife();
        chart = rig.Define("a.b", 1, "x");
        rig.Collect(chart, 15);
        Assert.Superset(Set(x), Set(rig.Seconds(chart, "x")));
        x = rig.Seconds(chart, "x");
        rig.NextLife();
        chart = rig.Define("a.b", 1, "y", "x");
        rig.Collect(chart, 15);
        Assert.Superset(Set(x), Set(rig.Seconds(chart, "x")));
        List<long> back = rig.Seconds(chart, "y");
        Assert.InRange(back.FindAll(sec => sec > rig.NowSec - 15).Count, 13, 15);
        Assert.Equal(rig.IsEngine ? y : [], back.FindAll(sec => sec <= rig.NowSec - 15));
    }

    /// <summary>Spec database 9: files are cleared, the compressed store keeps its history.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void Another_interval_after_a_restart_is_as_the_specification_says(string mode, bool isKilled)
    {
        using LifeRig rig = New(mode, isKilled);
        Chart chart = rig.Define("a.b", 1, "x");
        rig.Collect(chart, 20);
        long end = rig.NowSec;
        rig.NextLife();
        chart = rig.Define("a.b", 2, "x");
        rig.Pass((int)(rig.NowSec % 2));
        rig.Collect(chart, 10);
        List<long> slow = rig.Seconds(chart, "x", within: 2);
        Assert.InRange(slow.FindAll(sec => sec > end).Count, 8, 10);
        Assert.Equal(rig.IsEngine, slow.Exists(sec => sec <= end));
        rig.NextLife();
        chart = rig.Define("a.b", 1, "x");
        rig.Collect(chart, 10);
        List<long> fast = rig.Seconds(chart, "x", within: 2);
        Assert.InRange(rig.Seconds(chart, "x", back: 8).Count, 8, 9);
        Assert.Equal(rig.IsEngine, fast.Exists(sec => sec <= end));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Replicated_rows_between_live_ones_survive_like_these(string mode, bool isKilled)
    {
        using LifeRig rig = New(mode, isKilled);
        Chart chart = rig.Define("a.b", 1, "x", "y");
        rig.Collect(chart, 10);
        rig.Replicate(chart, 8);
        rig.Collect(chart, 10);
        rig.Replicate(chart, 1);
        rig.Collect(chart, 2);
        List<long> x = rig.Seconds(chart, "x");
        List<long> y = rig.Seconds(chart, "y");
        Assert.InRange(x.Count, 29, 31);
        rig.NextLife();
        chart = rig.Define("a.b", 1, "x", "y");
        rig.Collect(chart, 1);
        Assert.Equal(x, rig.Seconds(chart, "x"));

        // What was missed is told first by a peer that comes back.
        rig.Replicate(chart, 5);
        rig.Collect(chart, 5);
        rig.NextLife();
        chart = rig.Define("a.b", 1, "x", "y");
        rig.Collect(chart, 1);
        Assert.Superset(Set(y), Set(rig.Seconds(chart, "y")));
        Assert.InRange(rig.Seconds(chart, "y").Count, y.Count + 9, y.Count + 10);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void An_obsolete_chart_that_comes_back_is_never_wrong(string mode, bool isKilled)
    {
        using LifeRig rig = New(mode, isKilled);
        Chart chart = rig.Define("a.b", 1, "x");
        rig.Collect(chart, 15);
        List<long> before = rig.Seconds(chart, "x");
        chart.SetObsolete(true);
        rig.NextLife();
        rig.Pass(5);
        chart = rig.Define("a.b", 1, "x");
        rig.Collect(chart, 10);
        List<long> after = rig.Seconds(chart, "x");
        Assert.InRange(after.FindAll(sec => sec > rig.NowSec - 10).Count, 8, 10);

        // Spec database 6.5: at an orderly end files of obsolete charts are deleted, or not written any more.
        List<long> kept = after.FindAll(sec => sec <= rig.NowSec - 10);
        bool isKept = rig.IsEngine || (mode == "Map" && isKilled);
        Assert.Equal(isKept ? before : [], kept);
        rig.NextLife();
        chart = rig.Define("a.b", 1, "x");
        rig.Collect(chart, 1);
        Assert.Equal(after, rig.Seconds(chart, "x"));
    }

    private static LifeRig New(string mode, bool isKilled) => new(Enum.Parse<MemoryMode>(mode), isKilled);

    private static HashSet<long> Set(List<long> seconds) => [.. seconds];
}
