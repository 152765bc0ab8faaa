using Edge.Store;
using Xunit;
using static Edge.Tests.Store.TestHosts;

namespace Edge.Tests.Store;

/// <summary>What all charts of a host may have together.</summary>
[Collection(LogCollection.Name)]
public sealed class QuotaTests : IDisposable
{
    private readonly LogLines _log = new();
    private readonly Host _host = new(
        new HostInfo { Hostname = "box", RegistryHostname = "box", MachineGuid = Guid.Empty.ToString() },
        new StoreOptions { CleanupObsoleteSeconds = 100 })
    {
        Dimensions = new Quota(3, "dimensions"),
        ChartVariables = new Quota(3, "variables of charts"),
        ChartLabels = new Quota(3, "labels of charts"),
    };

    public void Dispose()
    {
        _host.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void A_host_has_so_many_dimensions_and_those_of_a_removed_chart_are_free_again()
    {
        Chart first = _host.NewChart("t.a");
        Chart second = _host.NewChart("t.b");
        Assert.NotNull(first.Define("x"));
        Assert.NotNull(first.Define("y"));
        Assert.NotNull(second.Define("x"));
        Assert.Null(second.Define("y"));
        Assert.NotNull(second.Define("x", "again"));
        _host.Remove(first);
        Assert.NotNull(second.Define("y"));
        Assert.NotNull(second.Define("z"));
        Assert.Null(second.Define("q"));
        Assert.Equal(3, _host.Dimensions.Used);
    }

    [Fact]
    public void An_obsolete_dimension_that_goes_makes_room()
    {
        Chart chart = _host.NewChart();
        chart.Define("a");
        chart.Define("b");
        chart.Define("c");
        long now = StartSec * Second;
        Commit(chart, ["a", "b", "c"], now);
        chart.Define("c", flags: DimensionFlags.Obsolete);
        Commit(chart, ["a", "b"], now + (102 * Second));
        Assert.Equal(2, _host.Dimensions.Used);
        Assert.NotNull(chart.Define("d"));
    }

    [Fact]
    public void Variables_of_charts_have_a_limit_each_and_one_together()
    {
        using Host wide = New();
        Chart alone = wide.NewChart();
        for (int i = 0; i <= Limits.VariablesPerChart; i++)
        {
            alone.SetVariable($"v{i}", i);
        }

        Assert.Equal(Limits.VariablesPerChart, alone.Variables.Count);
        Chart first = _host.NewChart("t.a");
        Chart second = _host.NewChart("t.b");
        first.SetVariable("a", 1);
        first.SetVariable("b", 1);
        second.SetVariable("a", 1);
        second.SetVariable("b", 1);
        second.SetVariable("c", 1);
        second.SetVariable("a", 2);
        Assert.Equal(2, second.Variables["a"]);
        Assert.Equal(["a"], second.Variables.Names);
        Assert.Equal(["Error MAIN: host 'box' has 3 variables of charts already, new ones are dropped."],
            _log.All);
        _host.Remove(first);
        second.SetVariable("b", 1);
        Assert.Equal(["a", "b"], second.Variables.Names);
    }

    [Fact]
    public void Labels_of_charts_have_a_limit_together()
    {
        Chart first = _host.NewChart("t.a");
        Chart second = _host.NewChart("t.b");
        first.SetLabels([new Label("a", "1", 0), new Label("b", "1", 0)]);
        second.SetLabels([new Label("a", "1", 0), new Label("b", "1", 0)]);
        uint version = second.DefinitionVersion;
        second.SetLabels([new Label("a", "1", 0), new Label("b", "1", 0)]);
        Assert.Single(second.Labels);
        Assert.Equal(version, second.DefinitionVersion);
        Assert.Equal(["Error MAIN: host 'box' has 3 labels of charts already, new ones are dropped."],
            _log.All);
        first.SetLabels([]);
        second.SetLabels([new Label("a", "1", 0), new Label("b", "1", 0)]);
        Assert.Equal(2, second.Labels.Length);
    }

    private static void Commit(Chart chart, string[] dimensions, long nowUsec)
    {
        chart.Begin(0);
        foreach (string id in dimensions)
        {
            chart.Set(chart.Find(id)!, 1, nowUsec);
        }

        chart.Commit(nowUsec);
    }
}
