using Edge.Boot;
using Edge.Store;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>Spec streaming 18 from the text of stream.conf to what holds for a host: every row, with its
/// default, the key's option, the machine's.</summary>
public sealed class PrecedenceTests
{
    private const string Key = "11111111-2222-3333-4444-555555555555";
    private const string Machine = "abcd0001-aaaa-4bbb-8ccc-000000006eb8";

    /// <summary>Line of the key, line of the machine, and the three outcomes.</summary>
    public static TheoryData<string, string, string, string, string, string> Rows => new()
    {
        { "history", "default history = 7200", "history = 600", "3600", "7200", "600" },
        { "mode", "default memory mode = ram", "memory mode = save", "Alloc", "Ram", "Save" },
        { "mode", "default memory = ram", "memory mode = none", "Alloc", "Ram", "None" },
        { "health", "health enabled by default = auto", "health enabled = no", "Yes", "Auto", "No" },
        { "health", "health enabled by default = no", "health enabled = on demand", "Yes", "No", "Auto" },
        { "delay", "default postpone alarms on connect seconds = 7",
            "postpone alarms on connect seconds = 0", "60", "7", "0" },
        { "proxy", "default proxy enabled = yes", "proxy enabled = no", "False", "True", "False" },
        { "destination", "default proxy destination = b:2", "proxy destination = c:3:SSL", "a:1", "b:2",
            "c:3:SSL" },
        { "api key", "default proxy api key = k2", "proxy api key = k3", "k1", "k2", "k3" },
        { "filter", "default proxy send charts matching = x.*", "proxy send charts matching = !x.* *", "abx",
            "x", "ab" },
        { "every", "", "update every = 9", "3", "3", "9" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_machine_goes_before_the_key_and_the_key_before_the_default(
        string what, string ofKey, string ofMachine, string byDefault, string byKey, string byMachine)
    {
        Assert.Equal(byDefault, Shown(what, "", null));
        Assert.Equal(byDefault, Shown(what, "", ""));
        Assert.Equal(byKey, Shown(what, ofKey, null));
        Assert.Equal(byKey, Shown(what, ofKey, ""));
        Assert.Equal(byMachine, Shown(what, ofKey, ofMachine));
        Assert.Equal(byMachine, Shown(what, "", ofMachine));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_option_under_the_name_of_the_other_kind_has_no_effect(
        string what, string ofKey, string ofMachine, string byDefault, string byKey, string byMachine)
    {
        Assert.NotEqual("", byKey + byMachine);
        Assert.Equal(byDefault, Shown(what, ofMachine, ofKey));
    }

    [Fact]
    public void The_documented_spelling_of_the_memory_mode_works()
    {
        Assert.Equal("Ram", Shown("mode", "default memory = ram", null));
        Assert.Equal("None", Shown("mode", "default memory mode = none\ndefault memory = ram", null));
    }

    [Theory]
    [InlineData("enabled = yes", "", true, true)]
    [InlineData("", "", null, null)]
    [InlineData("enabled = no", "enabled = no", false, false)]
    [InlineData("enabled = on demand", "enabled = 1", true, false)]
    public void Enabled_is_unsaid_or_one_of_two(string ofKey, string ofMachine, bool? key, bool? machine)
    {
        StreamSections sections = Read(ofKey, ofMachine.Length == 0 ? ofKey : ofMachine);
        Assert.Equal(key, sections.Find(Key)?.Enabled);
        Assert.Equal(machine, sections.Find(Machine)?.Enabled);
    }

    [Theory]
    [InlineData("allow from = 10.*", "10.1.2.3", true)]
    [InlineData("allow from = 10.*", "192.0.2.1", false)]
    [InlineData("allow from = !10.1.2.3 10.*", "10.1.2.3", false)]
    [InlineData("allow from = !10.1.2.3 10.*", "10.1.2.4", true)]
    [InlineData("allow from = localhost", "localhost", true)]
    [InlineData("allow from = 127.0.0.1", "localhost", false)]
    [InlineData("allow from = *", "2001:db8::1", true)]
    [InlineData("allow from =", "10.1.2.3", true)]
    public void Allow_from_asks_both_sections(string line, string ip, bool allows)
    {
        StreamSections sections = Read("enabled = yes\n" + line, line);
        Assert.Equal(allows, sections.Find(Key)!.AllowFrom?.Invoke(ip) ?? true);
        Assert.Equal(allows, sections.Find(Machine)!.AllowFrom?.Invoke(ip) ?? true);
    }

    private static StreamSections Read(string ofKey, string? ofMachine)
    {
        string text = $"[{Key}]\n{ofKey}\n" + (ofMachine == null ? "" : $"[{Machine}]\n{ofMachine}\n");
        return new StreamSections(StreamConf.Read(ConfigFile.Parse("stream.conf",
            System.Text.Encoding.UTF8.GetBytes(text))));
    }

    private static string Shown(string what, string ofKey, string? ofMachine)
    {
        StreamSections sections = Read("enabled = yes\n" + ofKey, ofMachine);
        HostTerms terms = HostTerms.Resolve(3, sections.Find(Key)!, sections.Find(Machine),
            new ReceiveOptions
            {
                Store = new StoreOptions { Mode = MemoryMode.Alloc, HistoryEntries = 3600 },
            },
            new SendTarget { Destination = "a:1", ApiKey = "k1" });
        return what switch
        {
            "history" => terms.Store.HistoryEntries.ToString(),
            "mode" => terms.Store.Mode.ToString(),
            "health" => terms.Health.ToString(),
            "delay" => terms.PostponeAlarmsSeconds.ToString(),
            "proxy" => terms.Target.IsEnabled.ToString(),
            "destination" => terms.Target.Destination,
            "api key" => terms.Target.ApiKey,
            "every" => terms.UpdateEvery.ToString(),
            _ => string.Concat(((string[])["a.1", "b.1", "x.1"]).Where(terms.Target.Matches)
                .Select(static chart => chart[0])),
        };
    }
}
