using Edge.Boot;
using Xunit;

namespace Edge.Tests.Boot;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("-p 19998", "web", "default port", "19998")]
    [InlineData("-p19998", "web", "default port", "19998")]
    [InlineData("-i ::1", "web", "bind to", "::1")]
    [InlineData("-s /host", "global", "host access prefix", "/host")]
    [InlineData("-u nobody", "global", "run as user", "nobody")]
    [InlineData("-t 5", "global", "update every", "5")]
    [InlineData("-W set web mode none", "web", "mode", "none")]
    [InlineData("-D -W set a -b -c", "a", "-b", "-c")]
    public void An_option_is_a_setting_of_netdata_conf(string args, string section, string name, string value)
    {
        CommandLine line = Parse(args);

        Assert.Null(line.Problem);
        Assert.Equal(new Setting(section, name, value), Assert.Single(line.Settings));
    }

    [Theory]
    [InlineData("", "Run")]
    [InlineData("-D", "Run")]
    [InlineData("-h", "Help")]
    [InlineData("--help", "Help")]
    [InlineData("-v", "ShowVersion")]
    [InlineData("-V", "ShowVersion")]
    [InlineData("--version", "ShowVersion")]
    [InlineData("--check -c x", "Check")]
    [InlineData("-W get global history 5", "Get")]
    [InlineData("-W simple-pattern * x", "MatchPattern")]
    public void A_verb_is_understood(string args, string verb)
    {
        CommandLine line = Parse(args);

        Assert.Null(line.Problem);
        Assert.Equal(verb, line.Verb.ToString());
    }

    [Theory]
    [InlineData("-x")]
    [InlineData("file")]
    [InlineData("--unknown")]
    [InlineData("-c")]
    [InlineData("-W")]
    [InlineData("-W frobnicate")]
    [InlineData("-W set a b")]
    [InlineData("-W simple-pattern x")]
    [InlineData("-p 0")]
    [InlineData("-p 65536")]
    [InlineData("-p web")]
    [InlineData("-t 601")]
    public void Wrong_usage_is_a_problem(string args) => Assert.NotNull(Parse(args).Problem);

    [Fact]
    public void Everything_can_be_said_at_once()
    {
        CommandLine line = Parse("-d -c /x.conf -P /p -W stream-set stream enabled yes -W set a b c -W set "
            + "d e f");

        Assert.Equal(("/x.conf", "/p", true), (line.ConfigPath, line.PidPath, line.WantsFork));
        Assert.Equal([new Setting("a", "b", "c"), new Setting("d", "e", "f")], line.Settings);
        Assert.Equal([new Setting("stream", "enabled", "yes")], line.StreamSettings);
    }

    [Theory]
    [InlineData("* !a", "a", "MATCHED", "matches", "")]
    [InlineData("eth*", "eth0", "MATCHED", "matches", "0")]
    [InlineData("a*b*c", "axxbyyc", "MATCHED", "matches", "xxyy")]
    [InlineData("!eth* x", "eth12", "NOT MATCHED", "does not match", "12")]
    [InlineData("a b", "c", "NOT MATCHED", "does not match", "")]
    [InlineData("*x*y", "1x2y", "MATCHED", "matches", "12")]
    public void The_answer_about_a_pattern_is_the_references(string pattern, string text, string word,
        string verb, string rest)
    {
        string answer = PatternAnswer.Of(pattern, text, out bool matches);

        Assert.Equal($"RESULT: {word} - pattern '{pattern}' {verb} '{text}', wildcarded '{rest}'", answer);
        Assert.Equal(word == "MATCHED", matches);
    }

    [Fact]
    public void The_version_is_that_of_the_project() =>
        Assert.Equal(Edge.Boot.Version.Number, typeof(Launch).Assembly.GetName().Version!.ToString(3));

    private static CommandLine Parse(string args) =>
        CommandLine.Parse(args.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
