using Edge.Store;
using Xunit;

namespace Edge.Tests.Store;

public sealed class DimensionTablesTests
{
    private const long Start = 1_795_343_000_000_000;
    private const long Second = 1_000_000;

    [Fact]
    public void Equal_dimensions_are_kept_once_for_all_hosts()
    {
        using Host one = NewHost(shares: true);
        using Host other = NewHost(shares: true);
        Chart a = Collected(one, "a", "x", "y");
        Chart b = Collected(other, "b", "x", "y");
        Assert.Same(a.Dimensions[1], b.Dimensions[1]);
        Chart c = Collected(one, "c", "y", "x");
        Assert.NotSame(a.Dimensions[1], c.Dimensions[0]);
    }

    [Fact]
    public void A_host_that_does_not_share_keeps_its_own()
    {
        using Host one = NewHost(shares: false);
        Chart a = Collected(one, "a", "x", "y");
        Chart b = Collected(one, "b", "x", "y");
        Assert.NotSame(a.Dimensions[0], b.Dimensions[0]);
    }

    [Fact]
    public void A_definition_that_changes_is_the_charts_own()
    {
        using Host one = NewHost(shares: true);
        Chart a = Collected(one, "a", "x", "y");
        Chart b = Collected(one, "b", "x", "y");
        uint version = a.DefinitionVersion;
        Dimension same = a.Define("x")!;
        Assert.Same(b.Dimensions[0], same);
        Assert.Equal(version, a.DefinitionVersion);

        Dimension changed = a.Define("x", "shown", Algorithm.Incremental, 8, 10)!;
        Assert.NotEqual(version, a.DefinitionVersion);
        Assert.Same(changed, a.Dimensions[0]);
        Assert.Equal(("shown", 8L, 10L), (changed.Name, changed.Multiplier, changed.Divisor));
        Assert.Equal(("x", 1L, 1L),
            (b.Dimensions[0].Name, b.Dimensions[0].Multiplier, b.Dimensions[0].Divisor));
        a.Define("z");
        Assert.Equal((3, 2), (a.Dimensions.Count, b.Dimensions.Count));

        b.Define("y", flags: DimensionFlags.Hidden);
        Assert.True(b.Dimensions[1].IsHidden);
        Assert.False(a.Dimensions[1].IsHidden);
    }

    [Fact]
    public void A_dimension_that_is_removed_stays_in_the_other_charts()
    {
        using Host one = NewHost(shares: true);
        Chart a = Collected(one, "a", "x", "y", "z");
        Chart b = Collected(one, "b", "x", "y", "z");
        a.Define("x", flags: DimensionFlags.Obsolete);
        long later = Start + (7200 * Second);
        foreach (Chart chart in (Chart[])[a, b])
        {
            for (int i = 1; i < 3; i++)
            {
                chart.Set(chart.Dimensions[i], 7, later);
            }

            chart.Commit(later);
        }

        Assert.Equal(["y", "z"], a.Dimensions.Select(dimension => dimension.Id));
        Assert.Equal([0, 1], a.Dimensions.Select(dimension => dimension.Index));
        Assert.Equal([0, 1, 2], b.Dimensions.Select(dimension => dimension.Index));
    }

    [Fact]
    public void What_nobody_uses_is_gone()
    {
        string id = Guid.NewGuid().ToString();
        Host one = NewHost(shares: true);
        Chart a = Collected(one, "a", id);
        Dimension shared = a.Dimensions[0];
        Chart b = Collected(one, "b", id);
        Assert.Same(shared, b.Dimensions[0]);
        one.Dispose();

        using Host next = NewHost(shares: true);
        Assert.NotSame(shared, Collected(next, "a", id).Dimensions[0]);
    }

    private static Chart Collected(Host host, string id, params string[] dimensions)
    {
        Chart chart = host.Define(new ChartDefinition { Type = "t", Id = id })!;
        foreach (string dimension in dimensions)
        {
            chart.Define(dimension);
        }

        var values = new long[dimensions.Length];
        chart.CommitAll(values, 0, Start);
        chart.CommitAll(values, Second, Start + Second);
        return chart;
    }

    private static Host NewHost(bool shares) => new(
        new HostInfo { Hostname = "h", RegistryHostname = "h", MachineGuid = Guid.NewGuid().ToString() },
        new StoreOptions { HistoryEntries = 10 })
    {
        SharesDimensions = shares,
    };
}
