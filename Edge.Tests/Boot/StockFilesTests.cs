using System.Text.RegularExpressions;
using Edge.Boot;
using Xunit;

namespace Edge.Tests.Boot;

/// <summary>The files that are shipped: they are read without a complaint, and so is all they
/// offer.</summary>
public sealed class StockFilesTests
{
    [Fact]
    public void As_shipped_they_are_the_defaults()
    {
        Configuration configuration = Bench.Configure(Read("netdata.conf"), Read("stream.conf"));

        Assert.Empty(configuration.Problems());
        Assert.Equal(Role.StandAlone, configuration.Role);
    }

    [Fact]
    public void Each_option_they_offer_is_known_and_shows_its_default()
    {
        string guid = Examples.Key;
        string stream = Uncomment(Read("stream.conf")).Replace("API_KEY", guid)
            .Replace("MACHINE_GUID", Examples.Machine);
        ConfigFile node = Bench.Parse(Uncomment(Read("netdata.conf")), "netdata.conf");
        ConfigFile defaults = Bench.Parse("", "netdata.conf");
        Configuration configuration = Configuration.From(node, Bench.Parse(stream, "stream.conf"), []);
        Configuration.From(defaults, Bench.Parse("", "stream.conf"), []);

        Assert.DoesNotContain(configuration.Problems(), problem => problem.IsError);
        foreach (ConfigOption option in node.In("web").Concat(node.In("plugins")).Concat(node.In("health")))
        {
            string? standard = defaults.In(option.Section)
                .FirstOrDefault(other => other.Name == option.Name)?.Default;
            Assert.True(standard == null || !option.IsSaid || option.Value == standard, option.Title);
        }
    }

    private static string Uncomment(string text) =>
        Regex.Replace(text, "^\t# ([a-zA-Z][a-zA-Z0-9 .]* = ?.*)$", "\t$1", RegexOptions.Multiline)
            .Replace("hostname =\n", "hostname = x\n")
            .Replace("site = cellar", "site = cellar\n");

    private static string Read(string name)
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Edge.slnx")))
        {
            at = at.Parent!;
        }

        return File.ReadAllText(Path.Combine(at.FullName, "publish", "conf", name));
    }
}
