using Edge.Boot;
using Edge.Plugins;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Boot;

/// <summary>Options of external collectors.</summary>
public sealed class ExternalsSectionTests
{
    [Theory]
    [InlineData("\"/a b\" '/c',/d", "/a b|/c|/d")]
    [InlineData("", "")]
    [InlineData("/x", "/x")]
    [InlineData("\"/open end", "")]
    public void DirectoriesAreWordsWithQuotes(string list, string expected) =>
        Assert.Equal(expected, string.Join('|', ExternalsSection.Words(list)));

    [Fact]
    public void APluginRunsAsItsOptionsSay()
    {
        Configuration configuration = Bench.Configure("""
            [global]
            update every = 3
            plugins directory = /a /b
            [plugins]
            enable running new plugins = no
            on = yes
            [plugin:on]
            command options = x y
            [plugin:off]
            update every = 9
            """);
        PluginPlan Plan(string name) => PluginWiring.Plan(
            configuration.NodeFile, configuration.Externals, 3, name, $"/a/{name}.plugin");
        Assert.False(Plan("off").IsEnabled);
        PluginPlan on = Plan("on");
        Assert.Equal((true, 3, "x y"), (on.IsEnabled, on.UpdateEvery, on.CommandOptions));
        Assert.EndsWith("exec /a/on.plugin 3 x y", on.Command);
        Assert.Equal(["/a", "/b"], configuration.Externals.Directories);
        Assert.Empty(KnownOptions.Unused(configuration.NodeFile, plugins: true));
        Assert.Empty(configuration.Problems());
    }

    [Fact]
    public void SlabinfoRunsOnlyWhereItIsAskedFor()
    {
        Configuration configuration = Bench.Configure("");
        PluginPlan plan = PluginWiring.Plan(
            configuration.NodeFile, configuration.Externals, 1, "slabinfo", "/a/slabinfo.plugin");
        Assert.False(plan.IsEnabled);
    }

    [Fact]
    public void TheEnvironmentIsThatOfTheReference()
    {
        Configuration configuration = Bench.Configure("""
            [global]
            config directory = /conf
            plugins directory = /a /b
            home directory = /home/x
            glibc malloc arena max for plugins = 4
            [plugins]
            PATH environment variable = /p
            """);
        var info = new HostInfo { Hostname = "h", RegistryHostname = "r", MachineGuid = "g" };
        info.System["NETDATA_SYSTEM_OS_NAME"] = "Linux of a kind";
        string[] all = PluginWiring.Variables(configuration, info);
        foreach (string expected in (string[])["NETDATA_UPDATE_EVERY=1", "NETDATA_HOSTNAME=h", "HOME=/home/x",
            "NETDATA_CONFIG_DIR=/conf", "NETDATA_USER_CONFIG_DIR=/conf", "NETDATA_PLUGINS_DIR=/a",
            "NETDATA_HOST_PREFIX=", "NETDATA_LISTEN_PORT=19999", "NETDATA_REGISTRY_UNIQUE_ID=g",
            "NETDATA_REGISTRY_HOSTNAME=r", "NETDATA_SYSTEM_OS_NAME=Linux of a kind", "PATH=/p",
            "PYTHONUNBUFFERED=1", "LC_ALL=C", "MALLOC_ARENA_MAX=4", "NETDATA_ERRORS_PER_PERIOD=200"])
        {
            Assert.Contains(expected, all);
        }

        Assert.Contains(all, static variable => variable.StartsWith("TZ=", StringComparison.Ordinal));
    }
}
