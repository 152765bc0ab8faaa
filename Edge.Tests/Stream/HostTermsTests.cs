using Edge.Store;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>Spec streaming 18: each row once with the default, the key, the machine.</summary>
public sealed class HostTermsTests
{
    private static readonly SectionTerms Said = new()
    {
        History = 1000, MemoryMode = "alloc", Health = "no", PostponeAlarmsSeconds = 7, ProxyEnabled = true,
        ProxyDestination = "a", ProxyApiKey = "k", ProxyMatches = static text => text == "key",
    };

    private static readonly SectionTerms SaidLast = new()
    {
        History = 2000, MemoryMode = "dbengine", Health = "on demand", PostponeAlarmsSeconds = 8,
            ProxyEnabled = false,
        ProxyDestination = "b", ProxyApiKey = "l", ProxyMatches = static text => text == "machine",
    };

    private static HostTerms Resolve(SectionTerms? key, SectionTerms? machine, int? updateEvery = null) =>
        HostTerms.Resolve(3, new StreamSection { Defaults = key ?? SectionTerms.None },
            machine == null ? null : new StreamSection { Own = machine, UpdateEvery = updateEvery },
            new ReceiveOptions { Store = new StoreOptions { Mode = MemoryMode.Map, HistoryEntries = 3600 } },
            new SendTarget { IsEnabled = false, Destination = "d", ApiKey = "m", Matches = static text =>
                text == "stream" });

    private static object[] Row(HostTerms terms) =>
    [
        terms.Store.Mode, terms.Store.HistoryEntries, terms.Health, terms.PostponeAlarmsSeconds,
            terms.Target.IsEnabled,
        terms.Target.Destination, terms.Target.ApiKey, terms.UpdateEvery,
        ((string[])["stream", "key", "machine"]).Single(terms.Target.Matches),
    ];

    [Fact]
    public void The_rightmost_that_is_said_wins()
    {
        object[] byDefault = [MemoryMode.Map, 3600, HealthMode.Yes, 60, false, "d", "m", 3, "stream"];
        object[] byKey = [MemoryMode.Alloc, 1000, HealthMode.No, 7, true, "a", "k", 3, "key"];
        object[] byMachine = [MemoryMode.DbEngine, 2000, HealthMode.Auto, 8, false, "b", "l", 9, "machine"];
        Assert.Equal(byDefault, Row(Resolve(null, null)));
        Assert.Equal(byKey, Row(Resolve(Said, null)));
        Assert.Equal(byKey, Row(Resolve(Said, SectionTerms.None)));
        Assert.Equal(byMachine, Row(Resolve(Said, SaidLast, updateEvery: 9)));
        Assert.Equal(byMachine, Row(Resolve(null, SaidLast, updateEvery: 9)));
    }

    [Theory]
    [InlineData("none", true, 1000)]
    [InlineData("none", false, 0)]
    [InlineData("ram", true, 0)]
    public void Rows_for_an_outage_are_kept_where_a_host_is_only_passed_on(string mode, bool on, int bytes)
    {
        HostTerms terms = HostTerms.Resolve(1,
            new StreamSection { Defaults = new SectionTerms { MemoryMode = mode } }, null,
            new ReceiveOptions { ReplayBytes = 1000, ReplayPool = new ReplayPool(5000) },
            new SendTarget { IsEnabled = on, Destination = "d", ApiKey = "k" });
        Assert.Equal(bytes, terms.Store.ReplayBytes);
    }

    [Theory]
    [InlineData("none", MemoryMode.None, HealthMode.No)]
    [InlineData("RAM", MemoryMode.Save, HealthMode.Yes)]
    [InlineData("", MemoryMode.Save, HealthMode.Yes)]
    [InlineData("save", MemoryMode.Save, HealthMode.Yes)]
    public void An_unknown_memory_mode_is_save_and_none_has_no_health(string word, object mode, object health)
    {
        HostTerms terms = Resolve(new SectionTerms { MemoryMode = word }, null);
        Assert.Equal((mode, health), (terms.Store.Mode, terms.Health));
    }

    [Theory]
    [InlineData("auto", HealthMode.Auto)]
    [InlineData("Yes", HealthMode.No)]
    [InlineData("1", HealthMode.No)]
    public void An_unknown_word_for_health_keeps_what_was_inherited(string word, object health) =>
        Assert.Equal(health, Resolve(Said, new SectionTerms { Health = word }).Health);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    public void An_interval_is_one_second_at_least(int said, int every) =>
        Assert.Equal(every, Resolve(null, SectionTerms.None, said).UpdateEvery);
}
