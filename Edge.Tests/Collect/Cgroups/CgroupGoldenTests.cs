using Xunit;

namespace Edge.Tests.Collect.Cgroups;

/// <summary>
/// Hand-made machines with docker, podman, kubernetes, LXC, virtual machines and services, against golden
/// files. <c>EDGE_WRITE_GOLDEN=1</c> writes them anew; read the difference before committing it.
/// </summary>
public sealed class CgroupGoldenTests
{
    [Theory]
    [InlineData("cgroups-v1", "")]
    [InlineData("cgroups-v1", "detail")]
    [InlineData("cgroups-v2", "")]
    public void A_machine_gives_the_golden_charts_and_values(string name, string variant)
    {
        using ProcTree tree = CgroupFolder.Unpack(name);
        TableSettings settings = new();
        if (variant == "detail")
        {
            settings.With("plugin:cgroups", "enable systemd services detailed memory", "yes")
                .With("plugin:cgroups", "report used memory without cache", "no");
        }

        using var bench = new CgroupBench(tree, settings);
        bench.Tick(3);
        string suffix = variant.Length > 0 ? $"-{variant}" : "";
        string path = Path.Combine(ProcTree.TreesRoot, $"{name}{suffix}.golden");
        string text = bench.Describe();
        if (Environment.GetEnvironmentVariable("EDGE_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }
}
