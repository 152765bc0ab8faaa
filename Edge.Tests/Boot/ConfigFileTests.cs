using Edge.Boot;
using Edge.Collect;
using Xunit;

namespace Edge.Tests.Boot;

public sealed class ConfigFileTests
{
    [Theory]
    [InlineData("yes", true)]
    [InlineData("YES", true)]
    [InlineData("true", true)]
    [InlineData("On", true)]
    [InlineData("auto", true)]
    [InlineData("on demand", true)]
    [InlineData("no", false)]
    [InlineData("1", false)]
    [InlineData("enabled", false)]
    [InlineData("", false)]
    public void A_boolean_is_yes_for_five_words_only(string text, bool expected)
    {
        ConfigFile file = Bench.Parse($"[a]\nb = {text}");

        Assert.Equal(expected, file.Boolean("a", "b", !expected));
    }

    [Fact]
    public void A_boolean_that_looks_like_a_mistake_is_reported()
    {
        ConfigFile file = Bench.Parse("[a]\nb = 1\nc = off");
        file.Boolean("a", "b", true);
        file.Boolean("a", "c", true);

        ConfigProblem problem = Assert.Single(file.Problems);
        Assert.Equal("n.conf:2: error: CONFIG: '1' for option 'b' of [a] means no; write yes or "
            + "no.", problem.ToString());
    }

    [Theory]
    [InlineData("yes", OnDemand.Yes)]
    [InlineData("no", OnDemand.No)]
    [InlineData("auto", OnDemand.Auto)]
    [InlineData("on demand", OnDemand.Auto)]
    [InlineData("Yes", OnDemand.Auto)]
    [InlineData("true", OnDemand.Auto)]
    public void An_on_demand_word_is_exact_or_the_default(string text, object expected)
    {
        ConfigFile file = Bench.Parse($"[a]\nb = {text}");

        Assert.Equal((OnDemand)expected, file.OnDemand("a", "b", OnDemand.Auto));
    }

    [Theory]
    [InlineData("3600", 3600)]
    [InlineData("-5", -5)]
    [InlineData("+5", 5)]
    [InlineData("0x1F", 31)]
    [InlineData("010", 8)]
    [InlineData("0", 0)]
    [InlineData("09", 0)]
    [InlineData("0x", 0)]
    [InlineData("32M", 32)]
    [InlineData("5 min", 5)]
    [InlineData("many", 0)]
    [InlineData("", 0)]
    [InlineData("99999999999999999999", long.MaxValue)]
    [InlineData("-99999999999999999999", long.MinValue)]
    [InlineData("99999999999999999999999999999999999999999999999999999999999999", long.MaxValue)]
    public void A_number_follows_the_rules_of_c(string text, long expected)
    {
        ConfigFile file = Bench.Parse($"[a]\nb = {text}");

        Assert.Equal(expected, file.Number("a", "b", 77));
    }

    [Theory]
    [InlineData("90", 90L)]
    [InlineData("90s", 90L)]
    [InlineData("2m", 120L)]
    [InlineData("3h", 10_800L)]
    [InlineData("1d", 86_400L)]
    [InlineData("1w", 604_800L)]
    [InlineData("1M", 2_592_000L)]
    [InlineData("1Y", 31_536_000L)]
    [InlineData("never", 0L)]
    [InlineData("soon", 0L)]
    [InlineData("5x", 0L)]
    public void A_duration_has_a_unit_letter(string text, long seconds)
    {
        ConfigFile file = Bench.Parse($"[a]\nb = {text}");

        Assert.Equal(seconds, file.Duration("a", "b", "7s"));
    }

    [Theory]
    [InlineData("95.5", 95.5)]
    [InlineData("1e3x", 1000)]
    [InlineData("none", 0)]
    public void A_float_takes_what_it_can(string text, double expected) =>
        Assert.Equal(expected, Bench.Parse($"[a]\nb = {text}").Float("a", "b", 1));

    [Fact]
    public void An_empty_text_is_a_value_and_a_missing_one_is_not()
    {
        ConfigFile file = Bench.Parse("[a]\nb =");

        Assert.Equal("", file.Text("a", "b", "default"));
        Assert.Equal("default", file.Text("a", "c", "default"));
        Assert.Null(file.TextOrNull("a", "d"));
    }

    [Fact]
    public void A_number_out_of_range_is_the_default_and_a_problem()
    {
        ConfigFile file = Bench.Parse("[global]\nupdate every = 601");

        Assert.Equal(1, GlobalSection.Read(file, "h").UpdateEvery);
        Assert.Equal("n.conf:2: error: Invalid data collection frequency (update every) 601 given. "
            + "Defaulting to 1.",
            Assert.Single(file.Problems).ToString());
    }

    [Fact]
    public void The_command_line_wins_over_the_file_and_is_named_in_messages()
    {
        ConfigFile file = Bench.Parse("[a]\nb = 1");
        file.Set("a", "b", "x");

        Assert.Equal(0, file.Number("a", "b", 5));
        Assert.StartsWith("command line: error:", Assert.Single(file.Problems).ToString());
    }

    [Fact]
    public void Whoever_is_not_asked_for_is_unused()
    {
        ConfigFile file = Bench.Parse("[a]\nb = 1\nc = 2");
        file.Number("a", "b", 0);
        file.Number("a", "d", 0);

        Assert.Equal("c", Assert.Single(file.Unused()).Name);
    }

    [Theory]
    [InlineData("[global]\nbind socket to IP = 127.0.0.1", "127.0.0.1")]
    [InlineData("[global]\nbind to = 127.0.0.1", "127.0.0.1")]
    [InlineData("[global]\nbind to = 127.0.0.1\n[web]\nbind to = ::1", "::1")]
    public void An_old_name_holds_unless_the_present_one_is_there(string text, string expected) =>
        Assert.Equal(expected, Bench.Configure(text).Web.BindTo);

    [Fact]
    public void Names_of_1_37_hold_and_win()
    {
        Configuration configuration = Bench.Configure("""
            [global]
                memory mode = save
                history = 50
            [db]
                mode = none
                retention = 700
                cleanup orphan hosts after secs = 12
                gap when lost iterations above = 3
            [directories]
                cache = /c
                lib = /l
                log = /g
            [logs]
                error = /g/e.log
                access = none
                errors flood protection period = 60
            """);

        Assert.Equal(Edge.Store.MemoryMode.None, configuration.Store.Mode);
        Assert.Equal((700, 12, 3), (configuration.Global.History, configuration.Global.CleanupOrphanSeconds,
            configuration.Global.GapWhenLostIterationsAbove));
        Assert.Equal(("/c", "/l", "/l/registry"),
            (configuration.Directories.Cache, configuration.Directories.Lib,
            configuration.Directories.Registry));
        Assert.Equal(("/g/e.log", "none", 60), (configuration.Logs.Error, configuration.Logs.Access,
            configuration.Logs.FloodPeriodSeconds));
        Assert.Contains(configuration.Problems(), problem => problem.Text.Contains("gives way to 'mode' of "
            + "[db]"));
    }

    [Fact]
    public void A_command_line_under_a_present_name_beats_a_file_under_a_newer_one()
    {
        ConfigFile file = Bench.Parse("[db]\nupdate every = 5");
        file.Set("global", "update every", "2");
        OldNames.Move(file);

        Assert.Equal(2, GlobalSection.Read(file, "h").UpdateEvery);
    }

    [Fact]
    public void Options_without_effect_are_told_apart()
    {
        List<ConfigProblem> problems = Bench.Configure("""
            [global]
                histroy = 50
                debug log = none
            [plugin:proc]
                /proc/statt = no
            [backend]
                enabled = no
            """).Problems();

        Assert.Equal(
        [
            "netdata.conf:2: error: CONFIG: option 'histroy' of [global] is not known and has no effect. "
                + "Check its spelling.",
            "netdata.conf:3: note: CONFIG: option 'debug log' of [global] is not supported yet and has no "
                + "effect.",
            "netdata.conf:7: note: CONFIG: option 'enabled' of [backend] is not supported yet and has no "
                + "effect.",
        ],
            problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void The_number_of_replication_threads_is_told_to_mean_nothing_and_why()
    {
        ConfigProblem problem = Assert.Single(Bench.Configure("[db]\nreplication threads = 4").Problems());
        Assert.Equal("netdata.conf:2: note: CONFIG: option 'replication threads' of [db] has no effect: "
            + "history is sent by the thread of its connection, the oldest gap first, when there is room for "
            + "it.", problem.ToString());
    }

    [Fact]
    public void What_collectors_did_not_ask_for_is_told_when_they_had_their_time()
    {
        ConfigFile file = Bench.Configure("[plugin:proc]\n/proc/stat = no\n/proc/statt = no").NodeFile;
        new CollectSettings(file).Flag("plugin:proc", "/proc/stat", true);

        Assert.Equal(3, Assert.Single(KnownOptions.Unused(file, plugins: true)).Line);
    }

    [Fact]
    public void The_page_shows_what_holds_in_the_form_of_the_file()
    {
        ConfigFile file = Bench.Parse("[global]\nhostname = x\nodd = 1\n[ml]\nenabled = "
            + "no\n[plugin:proc]\n/proc/stat = no");
        file.Text("global", "hostname", "y");
        file.Number("global", "history", 3600);
        file.Boolean("plugin:proc", "/proc/stat", true);

        string page = ConfigPageText.Of(file);

        Assert.EndsWith("""
            # global netdata configuration

            [global]
            	hostname = x

            	# option 'odd' is not used.
            	odd = 1
            	# history = 3600


            # per plugin configuration

            [plugin:proc]
            	/proc/stat = no


            # per chart configuration

            # section 'ml' is not used.
            [ml]
            	enabled = no

            """, page);
        Assert.StartsWith("# netdata configuration\n#\n# You can download", page);
    }
}
