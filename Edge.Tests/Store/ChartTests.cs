using System.Text;
using Edge.Store;
using Xunit;
using static Edge.Tests.Store.TestHosts;

namespace Edge.Tests.Store;

[Collection(LogCollection.Name)]
public sealed class ChartTests : IDisposable
{
    private const long Start = StartSec * Second;

    private readonly LogLines _log = new();
    private readonly RecordingOutlet _outlet = new();
    private readonly Host _host = New();

    public ChartTests() => _host.Outlets = [_outlet];

    public void Dispose()
    {
        _host.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void What_is_not_said_has_the_defaults_of_the_specification()
    {
        Chart chart = _host.Define(
            new ChartDefinition { Type = "test", Id = "id", Family = "", Context = "" })!;
        Assert.Equal(("test", "test.id", "", "", ChartStyle.Line, 1000, 1),
            (chart.Family, chart.Context, chart.Title, chart.Units, chart.Style, chart.Priority,
                chart.UpdateEvery));
        Dimension dimension = chart.Define("d", name: "", multiplier: 0, divisor: 0)!;
        Assert.Equal(("d", Algorithm.Absolute, 1L, 1L),
            (dimension.Name, dimension.Algorithm, dimension.Multiplier, dimension.Divisor));
    }

    [Fact]
    public void Texts_are_cleaned_and_ids_are_not()
    {
        Chart chart = _host.Define(new ChartDefinition
        {
            Type = "test", Id = "i\"d", Title = "a\\b\"c\td\x7f", Units = "µs",
            Family = "f\u0001", Context = "c\"é",
            Plugin = "p\"", Module = "m\\",
        })!;
        Assert.Equal("test.i\"d", chart.Id);
        Assert.Equal("a/b'c d ", chart.Title);
        Assert.Equal("__s", chart.Units);
        Assert.Equal("f ", chart.Family);
        Assert.Equal("c'__", chart.Context);
        Assert.Equal(("p\"", "m\\"), (chart.Plugin, chart.Module));
        Assert.Equal("d\"ü", chart.Define("d\"ü")!.Name);
    }

    [Fact]
    public void A_later_definition_changes_all_but_family_units_and_update_every()
    {
        Chart chart = _host.Define(
            new ChartDefinition { Type = "t", Id = "i", Family = "f", Units = "u", UpdateEvery = 2 })!;
        Chart again = _host.Define(new ChartDefinition
        {
            Type = "t", Id = "i", Name = "n", Family = "f2", Units = "u2", Title = "title", Context = "c",
            UpdateEvery = 5, Style = ChartStyle.Stacked, Priority = 7, Plugin = "p", Module = "m",
            Flags = ChartFlags.Detail,
        })!;
        Assert.Same(chart, again);
        Assert.Equal(("f", "u", 2), (chart.Family, chart.Units, chart.UpdateEvery));
        Assert.Equal(("t.n", "title", "c", ChartStyle.Stacked, 7, "p", "m", ChartFlags.Detail),
            (chart.Name, chart.Title, chart.Context, chart.Style, chart.Priority, chart.Plugin, chart.Module,
                chart.Flags));
    }

    [Fact]
    public void The_operators_section_wins()
    {
        using Host host = New(tuning: static id => id != "t.i" ? null : new ChartTuning
        {
            Type = "T", Name = "N", Family = "F", Context = "C", Title = "TT", Units = "U",
            Style = ChartStyle.Area, Priority = 9, History = 77,
            Dimensions = new Dictionary<string, DimensionTuning>
            {
                ["d"] = new("shown", Algorithm.Incremental, -1, 8),
            },
        });
        Chart chart = host.Define(new ChartDefinition { Type = "t", Id = "i", Family = "f", Title = "x" })!;
        Assert.Equal(("T", "t.N", "F", "C", "TT", "U"),
            (chart.Type, chart.Name, chart.Family, chart.Context, chart.Title, chart.Units));
        Assert.Equal((ChartStyle.Area, 9, 77), (chart.Style, chart.Priority, chart.Series.Clock.Entries));
        Dimension dimension = chart.Define("d", "name", Algorithm.Absolute, 5, 5)!;
        Assert.Equal(("shown", Algorithm.Incremental, -1L, 8L),
            (dimension.Name, dimension.Algorithm, dimension.Multiplier, dimension.Divisor));
        Assert.Equal("t.other", host.NewChart("t.other").Name);
    }

    [Fact]
    public void A_disabled_chart_keeps_five_entries_and_is_shown_to_nobody()
    {
        using Host host = New(tuning: static _ => new ChartTuning { Enabled = false });
        Chart chart = host.NewChart();
        chart.Define("d");
        Assert.Equal(5, chart.Series.Clock.Entries);
        Assert.False(chart.IsViewable);
        Assert.False(chart.IsExportable);
    }

    [Fact]
    public void Who_may_see_a_chart()
    {
        Chart chart = _host.NewChart();
        Assert.False(chart.IsViewable || chart.IsExportable);
        chart.Define("d");
        Assert.True(chart.IsViewable && chart.IsExportable);
        _host.Define(new ChartDefinition { Type = "test", Id = "chart", Flags = ChartFlags.Hidden });
        Assert.True(!chart.IsViewable && chart.IsExportable);
        _host.Define(new ChartDefinition { Type = "test", Id = "chart", Flags = ChartFlags.Obsolete });
        Assert.False(chart.IsViewable || chart.IsExportable);
        using Host none = New(new StoreOptions { Mode = MemoryMode.None });
        Chart passing = none.NewChart();
        passing.Define("d");
        Assert.True(!passing.IsViewable && passing.IsExportable);
    }

    [Fact]
    public void Dimensions_stay_in_order_and_are_found_by_text_and_bytes()
    {
        Chart chart = _host.NewChart();
        string[] ids = ["z", "a", "ü", "a b", "温度", ""];
        foreach (string id in ids)
        {
            chart.Define(id);
        }

        Assert.Equal(ids, chart.Dimensions.Select(dimension => dimension.Id));
        Assert.Equal([0, 1, 2, 3, 4, 5], chart.Dimensions.Select(dimension => dimension.Index));
        foreach (string id in ids)
        {
            Assert.Equal(id, chart.Find(id)!.Id);
            Assert.Same(chart.Find(id), chart.Find(Encoding.UTF8.GetBytes(id)));
        }

        Assert.Null(chart.Find("none"));
        Assert.Null(chart.Find("u"u8));
    }

    [Fact]
    public void The_definition_version_changes_for_the_triggers_of_the_wire_and_for_nothing_else()
    {
        Chart chart = _host.NewChart();
        uint seen = chart.DefinitionVersion;
        Does("a new dimension", () => chart.Define("d"));
        DoesNot("the same dimension", () => chart.Define("d"));
        Does("its name", () => chart.Define("d", "n"));
        Does("its algorithm", () => chart.Define("d", "n", Algorithm.Incremental));
        Does("its multiplier", () => chart.Define("d", "n", Algorithm.Incremental, 2));
        Does("its divisor", () => chart.Define("d", "n", Algorithm.Incremental, 2, 3));
        DoesNot("its marks",
            () => chart.Define("d", "n", Algorithm.Incremental, 2, 3, DimensionFlags.Obsolete));
        DoesNot("a collection", () => Commit(chart, Start, ("d", 1)));
        DoesNot("a collection", () => Commit(chart, Start + Second, ("d", 1)));
        Does("the chart said again", () => _host.NewChart());
        Does("a variable", () => chart.SetVariable("v", 1));
        DoesNot("its old value", () => chart.SetVariable("v", 1));
        Does("its new value", () => chart.SetVariable("v", 2));
        Does("obsolete", () => chart.SetObsolete(true));
        DoesNot("obsolete again", () => chart.SetObsolete(true));
        Does("collected though obsolete", () => Commit(chart, Start + (2 * Second), ("d", 1)));
        Does("a new name",
            () => _host.Define(new ChartDefinition { Type = "test", Id = "chart", Name = "new" }));
        DoesNot("a variable of the host", () => _host.SetVariable("v", 1));
        DoesNot("another chart", () => _host.NewChart("test.other").Define("d"));

        void Does(string what, Action change) => Check(what, change, true);
        void DoesNot(string what, Action change) => Check(what, change, false);
        void Check(string what, Action change, bool expected)
        {
            change();
            Assert.True((chart.DefinitionVersion != seen) == expected, what);
            seen = chart.DefinitionVersion;
        }
    }

    [Fact]
    public void Outlets_are_told_the_collected_values_with_their_marks()
    {
        Chart chart = _host.NewChart();
        chart.Define("a", algorithm: Algorithm.Incremental, multiplier: 8, divisor: 1000);
        chart.Define("b");
        Commit(chart, Start, ("a", 10), ("b", -5));
        Commit(chart, Start + Second, ("b", 7));
        Commit(chart, Start + (2 * Second), ("a", long.MinValue), ("b", long.MaxValue));
        Commit(chart, Start + (3 * Second));
        chart.Begin(700_000);
        Commit(chart, Start + (4 * Second), ("a", 1), ("a", 2));
        Assert.Equal(
            [
                "test.chart 0 a=10 b=-5", "test.chart 500000 b=7",
                $"test.chart 1000000 a={long.MinValue} b={long.MaxValue}", "test.chart 1000000",
                "test.chart 700000 a=2",
            ],
            _outlet.Told);
    }

    [Fact]
    public void Outlets_are_told_one_interval_when_the_chart_starts_anew()
    {
        Chart chart = _host.NewChart();
        chart.Define("a");
        Commit(chart, Start, ("a", 1));
        Commit(chart, Start + Second, ("a", 1));
        Commit(chart, Start + (100_000 * Second), ("a", 1));
        Assert.Equal("test.chart 1000000 a=1", _outlet.Told[^1]);
    }

    [Fact]
    public void Becoming_obsolete_is_told_at_once_and_only_then()
    {
        Chart chart = _host.NewChart();
        chart.SetObsolete(true);
        chart.SetObsolete(true);
        Assert.Equal(["obsolete test.chart named test.chart"], _outlet.Told);
        _host.Define(new ChartDefinition { Type = "test", Id = "chart" });
        Assert.False(chart.IsObsolete);
        _host.Define(new ChartDefinition { Type = "test", Id = "chart", Flags = ChartFlags.Obsolete });
        _host.Define(new ChartDefinition { Type = "test", Id = "chart", Flags = ChartFlags.Obsolete });
        Assert.Equal(2, _outlet.Told.Count);
        Assert.True(chart.IsObsolete);
    }

    [Fact]
    public void A_chart_that_is_born_obsolete_is_told_under_its_name()
    {
        _host.Define(new ChartDefinition { Type = "t", Id = "i", Name = "n", Flags = ChartFlags.Obsolete });
        Assert.Equal(["obsolete t.i named t.n"], _outlet.Told);
    }

    [Fact]
    public void Being_collected_clears_the_obsolete_marks_with_a_line()
    {
        Chart chart = _host.NewChart();
        chart.Define("a");
        chart.Define("b", "shown", flags: DimensionFlags.Obsolete | DimensionFlags.Hidden);
        for (int i = 0; i < 3; i++)
        {
            Commit(chart, Start + (i * Second), ("a", 1));
        }

        Assert.True(chart.Find("b")!.IsObsolete);
        chart.SetObsolete(true);
        Commit(chart, Start + (3 * Second), ("a", 1), ("b", 1));
        Assert.False(chart.IsObsolete);
        Assert.Equal(DimensionFlags.Hidden, chart.Find("b")!.Flags);
        Assert.Equal(
            [
                "Error MAIN: Chart 'test.chart' has the OBSOLETE flag set, but it is collected.",
                "Error MAIN: Dimension shown in chart 'test.chart' has the OBSOLETE flag set, "
                    + "but it is collected.",
            ],
            _log.All);
    }

    [Fact]
    public void An_obsolete_dimension_is_removed_when_it_was_not_set_for_long_enough()
    {
        using Host host = New(new StoreOptions { CleanupObsoleteSeconds = 10, HistoryEntries = 30 });
        Chart chart = host.NewChart();
        chart.Define("a");
        chart.Define("b", "shown");
        chart.Define("c", algorithm: Algorithm.Incremental, multiplier: 2);
        Commit(chart, Start, ("a", 1), ("b", 20), ("c", 1));
        Commit(chart, Start + Second, ("a", 1), ("b", 20), ("c", 3));
        chart.Define("b", "shown", flags: DimensionFlags.Obsolete);
        uint layout = host.LayoutVersion;
        for (int i = 2; i <= 12; i++)
        {
            Assert.Equal(3, chart.Dimensions.Count);
            Commit(chart, Start + (i * Second), ("a", i), ("c", (2 * i) + 1));
        }

        Assert.Equal(
            "Info MAIN: Removing obsolete dimension 'shown' (b) of 'test.chart' (test.chart).", _log.All[^1]);
        Assert.Equal([("a", 0), ("c", 1)],
            chart.Dimensions.Select(dimension => (dimension.Id, dimension.Index)));
        Assert.Null(chart.Find("b"u8));
        Assert.Equal(2, chart.Series.Count);
        Assert.NotEqual(layout, host.LayoutVersion);
        Commit(chart, Start + (13 * Second), ("a", 13), ("c", 27));
        for (int sec = 2; sec <= 13; sec++)
        {
            ReadOnlySpan<uint> row = chart.Series.Row(chart.Series.RowAt(StartSec + sec));
            Assert.Equal((sec, 4), (StoredNumber.Unpack(row[0]), StoredNumber.Unpack(row[1])));
        }

        // A new one in the same column knows nothing of the old.
        Dimension late = chart.Define("late", algorithm: Algorithm.Incremental)!;
        Assert.Equal(2, late.Index);
        for (int sec = 1; sec <= 13; sec++)
        {
            Assert.Equal(StoredNumber.Empty, chart.Series.Row(chart.Series.RowAt(StartSec + sec))[2]);
        }

        Commit(chart, Start + (14 * Second), ("late", 100));
        Commit(chart, Start + (15 * Second), ("late", 105));
        Assert.Equal(5, StoredNumber.Unpack(chart.Series.Row(chart.Series.RowAt(StartSec + 15))[2]));
    }

    [Fact]
    public void The_fast_path_is_closed_to_an_obsolete_chart()
    {
        Chart chart = _host.NewChart();
        chart.Define("a");
        for (int i = 0; i < 4; i++)
        {
            Commit(chart, Start + (i * Second), ("a", 1));
        }

        nint state = chart.Series.StateAddress;
        Assert.True(Pipeline.TryCommitAll(state, [1], Second, Start + (4 * Second)));
        chart.SetObsolete(true);
        Assert.False(Pipeline.TryCommitAll(state, [1], Second, Start + (5 * Second)));
    }

    [Fact]
    public void The_time_of_the_last_set_is_known_whichever_path_it_took()
    {
        Chart chart = _host.NewChart();
        chart.Define("a");
        chart.Define("b");
        Assert.Equal(0, chart.Series.LastSetUsec(0));
        for (int i = 0; i < 3; i++)
        {
            Commit(chart, Start + (i * Second), ("a", i), ("b", i));
        }

        Commit(chart, Start + (3 * Second), ("a", 3));
        Assert.Equal((Start + (3 * Second), Start + (2 * Second)),
            (chart.Series.LastSetUsec(0), chart.Series.LastSetUsec(1)));
        Assert.True(Pipeline.TryCommitAll(chart.Series.StateAddress, [4, 4], Second, Start + (4 * Second)));
        Assert.Equal(Start + (4 * Second), chart.Series.LastSetUsec(1));
    }

    private static void Commit(Chart chart, long nowUsec, params ReadOnlySpan<(string Id, long Value)> sets)
    {
        foreach ((string id, long value) in sets)
        {
            chart.Set(chart.Find(id)!, value, nowUsec);
        }

        chart.Commit(nowUsec);
    }
}
