using Edge.Store;
using Edge.Tests.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>Spec database 6.4, 6.5 and 7: what is taken over, what is given up, what is deleted.</summary>
[Collection(LogCollection.Name)]
public sealed class RingRuleTests
{
    [Theory]
    [InlineData(MemoryMode.Save)]
    [InlineData(MemoryMode.Map)]
    public void Columns_follow_the_ids_of_dimensions(object mode)
    {
        using var rig = new RingRig((MemoryMode)mode);
        Chart chart = rig.Define("a.b", "x", "y", "z");
        rig.Collect(chart, 150);
        SortedDictionary<long, uint> x = RingRig.Samples(chart, "x");
        SortedDictionary<long, uint> z = RingRig.Samples(chart, "z");

        rig.Restart();
        chart = rig.Define("a.b", "z", "w", "x");
        Assert.Equal(x, RingRig.Samples(chart, "x"));
        Assert.Equal(z, RingRig.Samples(chart, "z"));
        Assert.Empty(RingRig.Samples(chart, "w"));

        rig.Collect(chart, 5);
        z = RingRig.Samples(chart, "z");
        chart.Define("v");
        rig.Collect(chart, 5);
        SortedDictionary<long, uint> v = RingRig.Samples(chart, "v");
        Assert.Equal(4, v.Count);
        rig.Restart();
        chart = rig.Define("a.b", "z", "w", "x", "v");
        Assert.Equal(v, RingRig.Samples(chart, "v"));
        Assert.All(z.Keys.Skip(5), sec => Assert.Contains(sec, RingRig.Samples(chart, "z").Keys));
    }

    [Theory]
    [InlineData(MemoryMode.Save)]
    [InlineData(MemoryMode.Map)]
    public void A_dimension_that_comes_late_has_its_past(object mode)
    {
        using var rig = new RingRig((MemoryMode)mode);
        Chart chart = rig.Define("a.b", "x", "y", "z");
        rig.Collect(chart, 60);
        SortedDictionary<long, uint> y = RingRig.Samples(chart, "y");
        SortedDictionary<long, uint> z = RingRig.Samples(chart, "z");

        rig.Restart(downSeconds: 3);
        chart = rig.Define("a.b", "x");
        rig.Collect(chart, 5);
        rig.Keeper.Round();
        chart.Define("z");
        rig.Collect(chart, 5);
        rig.Keeper.Round();
        chart.Define("y");
        rig.Collect(chart, 5);
        Assert.Equal(y, Early(RingRig.Samples(chart, "y")));
        Assert.Equal(z, Early(RingRig.Samples(chart, "z")));
        if (rig.Mode == MemoryMode.Map)
        {
            rig.Kill();
        }
        else
        {
            rig.Restart();
        }

        chart = rig.Define("a.b", "x", "y", "z");
        Assert.Equal(y, Early(RingRig.Samples(chart, "y")));
        Assert.Equal(z, Early(RingRig.Samples(chart, "z")));

        SortedDictionary<long, uint> Early(SortedDictionary<long, uint> all) =>
            new(all.Where(one => one.Key <= y.Keys.Last()).ToDictionary());
    }

    [Theory]
    [InlineData(MemoryMode.Save)]
    [InlineData(MemoryMode.Map)]
    public void Another_interval_or_history_and_what_is_too_old_are_given_up(object mode)
    {
        using var rig = new RingRig((MemoryMode)mode);
        rig.Collect(rig.Define("a.every", "x"), 20);
        rig.Collect(rig.Define("a.history", "x"), 20);
        rig.Collect(rig.Define("a.old", "x"), 20);
        rig.Restart();
        Assert.Empty(RingRig.Samples(rig.Define("a.every", 2, "x"), "x"));
        rig.Stop();
        rig.History = 200;
        rig.Start();
        Assert.Empty(RingRig.Samples(rig.Define("a.history", "x"), "x"));
        rig.Stop();
        rig.History = RingRig.Entries;
        rig.NowSec += RingRig.Entries + 1;
        rig.Start();
        Assert.Empty(RingRig.Samples(rig.Define("a.old", "x"), "x"));
    }

    [Fact]
    public void What_is_in_the_future_is_moved_to_the_present()
    {
        using var rig = new RingRig(MemoryMode.Save);
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 20);
        rig.Stop();
        rig.NowSec -= 500;
        rig.Start();
        chart = rig.Define("a.b", "x");
        Assert.Equal(19, RingRig.Samples(chart, "x").Count);
        Assert.Equal(rig.NowSec, chart.Series.LastEntrySec);
    }

    [Theory]
    [InlineData(MemoryMode.Save)]
    [InlineData(MemoryMode.Map)]
    public void Ids_that_make_the_same_name_have_files_of_their_own(object mode)
    {
        using var rig = new RingRig((MemoryMode)mode);
        string[] ids = ["a.b-c", "a.b c", "a.b_c", "a.b+c"];
        Dictionary<string, SortedDictionary<long, uint>> before = [];
        for (int i = 0; i < ids.Length; i++)
        {
            Chart chart = rig.Define(ids[i], "x");
            rig.Collect(chart, 10 + i);
            before[ids[i]] = RingRig.Samples(chart, "x");
        }

        rig.Restart();
        foreach (string id in ids.Reverse())
        {
            Assert.Equal(before[id], RingRig.Samples(rig.Define(id, "x"), "x"));
        }
    }

    [Theory]
    [InlineData("..", "_..")]
    [InlineData(".", "_.")]
    [InlineData("./../../etc/x", "_._.._.._etc_x")]
    [InlineData("system.cpu", "system.cpu")]
    [InlineData("", "_")]
    public void No_id_leads_out_of_the_directory(string id, string name) =>
        Assert.Equal(name, Edge.Archive.RingNames.BaseOf(id));

    [Theory]
    [InlineData(MemoryMode.Save, true)]
    [InlineData(MemoryMode.Map, true)]
    [InlineData(MemoryMode.Save, false)]
    [InlineData(MemoryMode.Map, false)]
    public void Files_of_obsolete_charts_go_with_them_where_the_option_says_so(object mode, bool deletes)
    {
        using var rig = new RingRig((MemoryMode)mode) { DeletesObsolete = deletes };
        rig.Restart();
        Chart late = rig.Define("a.late", "x");
        Chart stop = rig.Define("a.stop", "x");
        Chart live = rig.Define("a.live", "x");
        rig.Collect(late, 10);
        rig.Collect(stop, 10);
        rig.Collect(live, 10);
        late.SetObsolete(true);
        Assert.Equal(1, rig.Host.RemoveObsolete(rig.NowSec + 5000));
        Assert.Equal(!deletes, rig.IsKept("a.late"));
        stop.SetObsolete(true);
        rig.Stop();
        Assert.Equal(!deletes, rig.IsKept("a.stop"));
        Assert.True(rig.IsKept("a.live"));
        rig.Start();
        Assert.Equal(deletes ? 0 : 9, RingRig.Samples(rig.Define("a.late", "x"), "x").Count);
        Assert.Equal(9, RingRig.Samples(rig.Define("a.live", "x"), "x").Count);
    }

    [Theory]
    [InlineData(MemoryMode.Save)]
    [InlineData(MemoryMode.Map)]
    public void An_obsolete_dimension_does_not_come_back(object mode)
    {
        using var rig = new RingRig((MemoryMode)mode);
        Chart chart = rig.Define("a.b", "x", "y");
        rig.Collect(chart, 20);
        chart.Define("x", flags: DimensionFlags.Obsolete);
        rig.Restart();
        chart = rig.Define("a.b", "x", "y");
        Assert.Empty(RingRig.Samples(chart, "x"));
        Assert.Equal(19, RingRig.Samples(chart, "y").Count);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, false, true)]
    public void At_the_stop_a_host_without_its_child_loses_its_files(
        bool deletes, bool isConnected, bool isKept)
    {
        using var rig = new RingRig(MemoryMode.Map) { IsLocal = false, DeletesOrphans = deletes };
        rig.Restart();
        rig.Collect(rig.Define("a.b", "x"), 20);
        string path = rig.HostFile;
        Assert.True(File.Exists(path));
        rig.Stop(isConnected);
        Assert.Equal(isKept, File.Exists(path));
        Assert.Equal(isKept, Directory.Exists(Path.Combine(rig.Cache, rig.MachineGuid)));
        rig.Start();
    }

    [Theory]
    [InlineData(MemoryMode.Save)]
    [InlineData(MemoryMode.Map)]
    public void A_removed_dimension_leaves_the_others_as_they_were(object mode)
    {
        using var rig = new RingRig((MemoryMode)mode);
        Chart chart = rig.Define("a.b", "x", "y", "z");
        rig.Collect(chart, 150);
        SortedDictionary<long, uint> z = RingRig.Samples(chart, "z");
        chart.Series.Clock.AllSetUsec = 0;
        chart.Define("y", flags: DimensionFlags.Obsolete);
        rig.NowSec += 1;
        foreach (string id in new[] { "x", "z" })
        {
            chart.Set(chart.Find(id)!, RingRig.ValueOf(id, rig.NowSec), rig.NowUsec);
        }

        chart.Commit(rig.NowUsec);
        int columns = chart.Series.Count;
        chart.Series.RemoveDimension(chart.Series.Count - 1);
        Assert.Equal(columns - 1, chart.Series.Count);
        Assert.All(z.Keys.Skip(1), sec => Assert.Contains(sec, RingRig.Samples(chart, "x").Keys));
    }

    [Fact]
    public void Saving_while_it_runs_is_what_a_crash_leaves()
    {
        using var rig = new RingRig(MemoryMode.Save);
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 20);
        SortedDictionary<long, uint> saved = RingRig.Samples(chart, "x");
        rig.Keeper.Save();
        rig.Keeper.Round();
        rig.Collect(chart, 20);
        rig.Kill();
        Assert.Equal(saved, RingRig.Samples(rig.Define("a.b", "x"), "x"));
    }

    [Fact]
    public void What_was_saved_can_be_mapped_and_the_other_way_round()
    {
        using var rig = new RingRig(MemoryMode.Save);
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 130);
        SortedDictionary<long, uint> before = RingRig.Samples(chart, "x");
        rig.Mode = MemoryMode.Map;
        rig.Restart();
        Assert.Equal(before, RingRig.Samples(rig.Define("a.b", "x"), "x"));
        rig.Mode = MemoryMode.Save;
        rig.Restart();
        Assert.Equal(before, RingRig.Samples(rig.Define("a.b", "x"), "x"));
    }
}
