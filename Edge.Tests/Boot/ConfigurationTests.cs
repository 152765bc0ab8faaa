using Edge.Boot;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Boot;

public sealed class ConfigurationTests : IDisposable
{
    private readonly Bench _bench = new();

    [Fact]
    public void Without_any_file_it_is_the_references_defaults()
    {
        Configuration configuration = Bench.Configure("");

        Assert.Equal(MemoryMode.DbEngine, configuration.Store.Mode);
        Assert.Equal((3600, 1, 3600, 3600),
            (configuration.Store.HistoryEntries, configuration.Global.UpdateEvery,
            configuration.Store.CleanupObsoleteSeconds, configuration.Global.CleanupOrphanSeconds));
        Assert.Equal(("*", 19999, 4096, 60), (configuration.Web.BindTo, configuration.Web.DefaultPort,
            configuration.Web.ListenBacklog, configuration.Web.IdleClientSeconds));
        Assert.Equal(new AccessRule("localhost", ByDns.Heuristic), configuration.Web.Management);
        Assert.Equal(ByDns.No, configuration.Web.NetdataConf.ByDns);
        Assert.Equal(("/var/lib/netdata/registry/netdata.public.unique.id", "/var/log/netdata/error.log"),
            (configuration.Registry.GuidPath, configuration.Logs.Error));
        Assert.Equal((1000, "idle", 19),
            (configuration.Process.OomScore, configuration.Process.SchedulingPolicy,
            configuration.Process.NiceLevel));
        Assert.True(configuration.Plugins.Proc);
        Assert.False(configuration.Stream.Sender.Sends);
        Assert.Null(configuration.Charts.For(null));
        Assert.Empty(configuration.Problems());
    }

    [Theory]
    [InlineData(Examples.CollectorNode, Examples.ChildStream, "headless collector")]
    [InlineData("[global]\nmemory mode = none", Examples.ChildStream + Examples.ParentStream,
        "headless proxy")]
    [InlineData("[global]\nmemory mode = ram", Examples.ChildStream + Examples.ParentStream,
        "proxy with database")]
    [InlineData("[global]\nmemory mode = ram", Examples.ParentStream, "parent")]
    [InlineData("[global]\nmemory mode = ram", "", "stand-alone")]
    [InlineData("[web]\nmode = none", Examples.ChildStream, "collector with database")]
    [InlineData("[global]\nmemory mode = none", "", "idle (keeps nothing, sends nowhere)")]
    public void The_role_follows_from_mode_web_and_stream(string node, string stream, string role) =>
        Assert.Equal(role, Roles.NameOf(Bench.Configure(node, stream).Role));

    [Fact]
    public void The_documented_child_sends()
    {
        SenderSection sender = Bench.Configure(Examples.CollectorNode, Examples.ChildStream).Stream.Sender;

        Assert.True(sender.Sends);
        Assert.Equal("192.0.2.10:19999 tcp:parent.example:20000:SSL", sender.Destination);
        Assert.Equal(Examples.Key, sender.ApiKey);
        Assert.Equal((60, 19999, "*", 1_048_576, 5, 60), (sender.TimeoutSeconds, sender.DefaultPort,
            sender.ChartsMatching, sender.BufferBytes, sender.ReconnectDelaySeconds,
                sender.ClockResyncIterations));
    }

    [Fact]
    public void The_documented_parent_receives()
    {
        Configuration configuration = Bench.Configure("", Examples.ParentStream);
        GuidSection key = configuration.Stream.Find(Examples.Key)!;
        GuidSection machine = configuration.Stream.Find(Examples.Machine)!;

        Assert.True(configuration.Stream.Receives);
        Assert.Equal((true, "!192.0.2.66 192.0.2.*"), (key.Enabled, key.AllowFrom));
        Assert.Equal((7200, "ram", "auto"), (key.AsKey.History, key.AsKey.MemoryMode, key.AsKey.Health));
        Assert.Equal((600, "save", "no", false), (machine.AsMachine.History, machine.AsMachine.MemoryMode,
            machine.AsMachine.Health, machine.AsMachine.ProxyEnabled));
        Assert.Null(configuration.Stream.Find(Examples.Key.ToUpperInvariant()));
        Assert.Null(key.AsMachine.History);
        Assert.Empty(configuration.Problems());
    }

    [Fact]
    public void Switched_on_without_destination_nothing_is_sent_and_the_log_says_what_is_missing()
    {
        Configuration configuration = Bench.Configure("", "[stream]\nenabled = yes\napi key = x");

        Assert.False(configuration.Stream.Sender.Sends);
        Assert.Equal("stream.conf:2: error: STREAM [send]: cannot enable sending thread - information is "
            + "missing. "
            + "[stream] has no 'destination'.", Assert.Single(configuration.Problems()).ToString());
    }

    [Theory]
    [InlineData("[API_KEY]\nenabled = no\nallow from = *\n[MACHINE_GUID]\nenabled = no", 0)]
    [InlineData("[API_KEY]\nenabled = yes\nallow from = *", 1)]
    [InlineData("[not-a-guid]\nenabled = no\nallow from = *", 1)]
    public void A_section_that_is_no_guid_is_told_once_unless_it_is_a_sample(string stream, int problems)
    {
        Configuration configuration = Bench.Configure("", stream);

        Assert.Equal(problems, configuration.Problems().Count);
        Assert.False(configuration.Stream.Receives);
    }

    [Fact]
    public void Mistakes_in_a_guid_section_are_told_and_ignored()
    {
        Configuration configuration = Bench.Configure("", $"""
            [{Examples.Key}]
                enabled = yes
                default history = 3
                default memory mode = rma
                health enabled by default = Yes
                update every = 0
                type = child
                is ephemeral = no
                defautl history = 5
            """);
        GuidSection key = configuration.Stream.Find(Examples.Key)!;

        Assert.Equal((null, "save", null, null),
            (key.AsKey.History, key.AsKey.MemoryMode, key.AsKey.Health, key.UpdateEvery));
        Assert.Equal([3, 4, 5, 6, 7, 8, 9], configuration.Problems().Select(problem => problem.Line).Order());
        Assert.Equal(8, Assert.Single(configuration.Problems(), problem => !problem.IsError).Line);
    }

    [Fact]
    public void An_unknown_memory_mode_is_save_and_told()
    {
        Configuration configuration = Bench.Configure("[global]\nmemory mode = dbengnie");

        Assert.Equal(MemoryMode.Save, configuration.Store.Mode);
        Assert.Single(configuration.Problems());
    }

    [Fact]
    public void Without_a_database_there_is_no_health()
    {
        Assert.False(Bench.Configure("[global]\nmemory mode = none\n[health]\nenabled = yes").Health);
        Assert.True(Bench.Configure("[global]\nmemory mode = ram").Health);
    }

    [Fact]
    public void A_charts_own_section_tunes_it()
    {
        Configuration configuration = Bench.Configure($"""
            [global]
                memory mode = ram
            [system.cpu]
                enabled = no
                history = 300
                priority = 7
                chart type = area
                title = My CPU
                dim user name = applications
                dim soft irq multiplier = -2
                dim soft irq divisor = 0
                dim user algorithm = absolute
            [{Examples.Machine}/disk.sda]
                name = disk.boot
            """);
        ChartTuning cpu = configuration.Charts.For(null)!("system.cpu")!;

        Assert.Equal((false, 300, 7, ChartStyle.Area, "My CPU"),
            (cpu.Enabled, cpu.History, cpu.Priority, cpu.Style, cpu.Title));
        Assert.Equal(new DimensionTuning("applications", Algorithm.Absolute, null, null),
            cpu.Dimensions["user"]);
        Assert.Equal(new DimensionTuning(null, null, -2, null), cpu.Dimensions["soft irq"]);
        Assert.Null(configuration.Charts.For(null)!("disk.sda"));
        Assert.Equal("disk.boot", configuration.Charts.For(Examples.Machine)!("disk.sda")!.Name);
        Assert.Equal(11, Assert.Single(configuration.Problems()).Line);
    }

    [Fact]
    public void A_bad_word_for_dns_is_told_in_the_references_words()
    {
        Configuration configuration = Bench.Configure("[web]\nallow badges by dns = maybe");

        Assert.Equal("Invalid configuration option 'maybe' for 'web'/'allow badges by dns'. Valid options "
            + "are 'yes', 'no' and "
            + "'heuristic'. Proceeding with 'heuristic'", Assert.Single(configuration.Problems()).Text);
    }

    [Fact]
    public void The_banner_has_five_lines()
    {
        Configuration configuration = Bench.Configure(Examples.CollectorNode, Examples.ChildStream);
        var host = new HostInfo { Hostname = "pump-7", RegistryHostname = "pump-7",
            MachineGuid = Examples.Machine };

        Assert.Equal(
        [
            $"edge {Edge.Boot.Version.Number} started on pid 12 as user 'me': headless collector 'pump-7', "
                + "machine guid "
                + Examples.Machine,
            "keeps nothing (memory mode none)",
            "collects every second: proc",
            "listens nowhere ([web] mode = none)",
            "sends to 192.0.2.10:19999 tcp:parent.example:20000:SSL, charts matching '*'",
        ],
            Banner.Of(configuration, host, 12, "me"));
        Assert.Equal(Banner.Lines, Banner.Of(Bench.Configure(""), host, 12, "me").Length);
    }

    [Fact]
    public void The_users_file_goes_before_the_stock_one_and_none_is_fine()
    {
        _bench.Write("stock/stream.conf", "[stream]\ndestination = stock");
        Assert.Equal("stock", Destination());

        _bench.Write("user/stream.conf", "[stream]\ndestination = user");
        Assert.Equal("user", Destination());

        string Destination() =>
            ConfigFinder.LoadStream(_bench.Path("user"), _bench.Path("stock")).Text("stream", "destination",
                "");
    }

    [Fact]
    public void A_named_file_that_is_not_there_is_a_refusal()
    {
        StartupException refusal = Assert.Throws<StartupException>(() =>
            ConfigFinder.LoadNode(_bench.Path("none.conf"), "/u", "/s"));

        Assert.StartsWith($"CONFIG: cannot load config file '{_bench.Path("none.conf")}'.", refusal.Message);
    }

    [Fact]
    public void A_file_that_is_too_large_is_a_refusal()
    {
        using (FileStream file = File.Create(_bench.Path("netdata.conf")))
        {
            file.SetLength(Edge.Boot.Limits.ConfigFileBytes + 1);
        }

        StartupException refusal = Assert.Throws<StartupException>(() =>
            ConfigFinder.LoadNode(null, _bench.Root, "/nowhere"));
        Assert.Contains("more than 4194304 bytes", refusal.Message);
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_a_refusal_that_says_what_to_do()
    {
        _bench.Write("file", "");

        StartupException refusal = Assert.Throws<StartupException>(() =>
            Directories.Create(_bench.Path("file/log"), owner: null));

        Assert.StartsWith($"Cannot create directory '{_bench.Path("file/log")}'.", refusal.Message);
    }

    [Fact]
    public void Directories_are_made_with_all_above_them()
    {
        Directories.CreatePrivate(_bench.Path("a/b/registry"), owner: null);
        Directories.CreatePrivate(_bench.Path("a/b/registry"), owner: null);

        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(_bench.Path("a/b/registry"))
            & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute));
    }

    public void Dispose() => _bench.Dispose();
}
