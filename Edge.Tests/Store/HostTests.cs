using System.Text;
using Edge.Store;
using Xunit;
using static Edge.Tests.Store.TestHosts;

namespace Edge.Tests.Store;

[Collection(LogCollection.Name)]
public sealed class HostTests : IDisposable
{
    private readonly LogLines _log = new();
    private readonly Host _host = New(new StoreOptions { CleanupObsoleteSeconds = 100 });

    public void Dispose()
    {
        _host.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData(null, "test.id")]
    [InlineData("", "test.id")]
    [InlineData("id", "test.id")]
    [InlineData("test.id", "test.id")]
    [InlineData("NULL", "test.id")]
    [InlineData("null", "test.id")]
    [InlineData("(Null)", "test.id")]
    [InlineData("other", "test.other")]
    [InlineData("test.other", "test.other")]
    [InlineData("a b-c/d.e", "test.a_b_c_d.e")]
    [InlineData("größe", "test.gr__e")]
    public void A_chart_is_named_by_the_rules_of_the_wire(string? name, string full)
    {
        Chart chart = Define("id", name);
        Assert.Equal("test.id", chart.Id);
        Assert.Equal(full, chart.Name);
        Assert.Same(chart, _host.FindByIdOrName(full));
        Assert.Same(chart, _host.FindByIdOrName("test.id"));
        Assert.Empty(_log.All);
    }

    [Fact]
    public void A_name_of_another_chart_is_refused_with_a_line_and_the_old_one_stays()
    {
        Chart first = Define("a", "taken");
        Chart second = Define("b", "mine");
        Define("b", "taken");
        Assert.Equal("test.mine", second.Name);
        Assert.Same(first, _host.FindByIdOrName("test.taken"));
        Assert.Same(second, _host.FindByIdOrName("test.mine"));
        Assert.Equal(["Info MAIN: RRDSET: chart name 'test.taken' on host 'box' already exists."], _log.All);
    }

    [Fact]
    public void The_own_name_said_again_is_no_clash()
    {
        Chart chart = Define("a", "name");
        Define("a", "name");
        Assert.Equal("test.name", chart.Name);
        Assert.Empty(_log.All);
    }

    [Fact]
    public void A_name_that_is_a_later_charts_id_stays_with_its_owner()
    {
        Chart first = Define("a", "b");
        Chart second = Define("b", "c");
        Assert.Equal("test.c", second.Name);
        _host.Remove(second);
        Assert.Same(first, _host.FindByIdOrName("test.b"));
        Chart third = Define("b", null);
        Assert.Equal("test.b", third.Name);
        Assert.Same(third, _host.FindByIdOrName("test.b"));
        _host.Remove(third);
        Assert.Same(first, _host.FindByIdOrName("test.b"));
    }

    [Fact]
    public void A_freed_name_can_be_taken()
    {
        Chart first = Define("a", "name");
        Define("a", "new");
        Chart second = Define("b", "name");
        Assert.Equal("test.name", second.Name);
        _host.Remove(first);
        Assert.Null(_host.FindByIdOrName("test.new"));
        Assert.Same(second, _host.FindByIdOrName("test.name"));
    }

    [Fact]
    public void Ids_and_names_are_cut_at_their_limit()
    {
        Chart chart = Define(new string('x', 300), new string('y', 300));
        Assert.Equal("test." + new string('x', Limits.ChartIdChars - 5), chart.Id);
        Assert.Equal("test." + new string('y', Limits.ChartIdChars - 5), chart.Name);
        Assert.Same(chart, Define(new string('x', 301), null));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("größe.温度")]
    [InlineData("🐘")]
    public void Charts_are_found_by_the_bytes_of_their_id(string id)
    {
        Chart chart = Define(id, null);
        Assert.Same(chart, _host.Find(Encoding.UTF8.GetBytes($"test.{id}")));
        Assert.Same(chart, _host.Find($"test.{id}"));
        Assert.Null(_host.Find(Encoding.UTF8.GetBytes($"test.{id}x")));
        Assert.Null(_host.Find(Encoding.UTF8.GetBytes($"test.{id}").AsSpan()[..^1]));
    }

    [Fact]
    public void Slots_are_small_unique_and_used_again()
    {
        for (int i = 0; i < 5; i++)
        {
            Define($"c{i}", null);
        }

        Assert.Equal([0, 1, 2, 3, 4], _host.Charts.Select(chart => chart.Slot));
        _host.Remove(_host.Find("test.c1")!);
        _host.Remove(_host.Find("test.c3")!);
        Define("d0", null);
        Define("d1", null);
        Define("d2", null);
        Assert.Equal(6, _host.SlotCount);
        Assert.Equal([0, 1, 2, 3, 4, 5], _host.Charts.Select(chart => chart.Slot).Order());
        Assert.Equal(["test.c0", "test.c2", "test.c4", "test.d0", "test.d1", "test.d2"],
            _host.Charts.Select(chart => chart.Id));
    }

    [Fact]
    public void Obsolete_charts_go_when_they_were_neither_collected_nor_looked_at_for_long_enough()
    {
        Chart chart = Define("a", null);
        Chart kept = Define("b", null);
        Chart looked = Define("c", null);
        long now = StartSec;
        foreach (Chart each in _host.Charts)
        {
            each.Define("value");
            each.Commit(now * Second);
        }

        chart.SetObsolete(true);
        looked.SetObsolete(true);
        Assert.Equal(0, _host.RemoveObsolete(now + 100));
        looked.LastAccessedSec = now + 50;
        Assert.Equal(1, _host.RemoveObsolete(now + 101));
        Assert.Equal([kept, looked], _host.Charts);
        Assert.Null(_host.Find("test.a"));
        Assert.Equal(1, _host.RemoveObsolete(now + 151));
        Assert.Equal(0, _host.RemoveObsolete(now + 10_000));
    }

    [Fact]
    public void Variables_keep_their_order_and_only_changes_are_told()
    {
        var outlet = new RecordingOutlet();
        _host.Outlets = [outlet];
        _host.SetVariable("b", double.NaN);
        _host.SetVariable("b", double.NaN);
        _host.SetVariable("a", 1);
        _host.SetVariable("a", 1);
        _host.SetVariable("b", 2);
        Assert.Equal(["b", "a"], _host.Variables.Names);
        Assert.Equal(["variable b NaN", "variable a 1", "variable b 2"], outlet.Told);
        Assert.Equal(double.NaN, _host.Variables["c"]);
        for (int i = 0; i < 2 * Limits.VariablesPerHost; i++)
        {
            _host.Variables.Set($"v{i}", i);
        }

        Assert.Equal(Limits.VariablesPerHost, _host.Variables.Count);
        Assert.True(_host.Variables.Set("a", 3));
    }

    [Fact]
    public void Labels_claims_and_the_end_of_a_tick_are_told()
    {
        var outlet = new RecordingOutlet();
        _host.Outlets = [outlet];
        _host.SetLabels([new Label("k", "v", 1)]);
        _host.SetClaimId("id");
        _host.SetClaimId("id");
        _host.SetClaimId(null);
        _host.Flush(StartSec * Second);
        Assert.Equal(["labels", "claim", "claim", "flush"], outlet.Told);
        _host.SetLabels(new Label[Limits.LabelsPerHost + 5]);
        Assert.Equal(Limits.LabelsPerHost, _host.Labels.Length);
    }

    [Fact]
    public void A_clock_that_jumps_is_logged_once_a_minute()
    {
        Chart chart = Define("a", null);
        chart.Define("value");
        long now = StartSec * Second;
        chart.Commit(now);
        chart.Commit(now + Second);
        for (int i = 0; i < 3; i++)
        {
            now += 20 * Second;
            chart.Begin(Second);
            chart.Commit(now);
        }

        string line = Assert.Single(_log.All);
        Assert.Equal("Info MAIN: RRD database for chart 'test.a' on host 'box' is 19.00000 secs in the past "
            + "(counter #1, update #2). Adjusting it to current time.", line);
    }

    private Chart Define(string id, string? name) =>
        _host.Define(new ChartDefinition { Type = "test", Id = id, Name = name })!;
}
