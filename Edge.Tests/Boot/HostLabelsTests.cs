using Edge.Boot;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Boot;

public sealed class HostLabelsTests
{
    private readonly SystemInfo _system = new() { ["NETDATA_SYSTEM_OS_NAME"] = "Debian GNU/Linux" };

    [Fact]
    public void Automatic_ones_come_in_the_order_of_the_reference()
    {
        Label[] labels = HostLabels.Build(new ConfigFile("f"), _system, isParent: false, "192.0.2.1:19999");

        Assert.Equal(
        [
            "_os_name", "_os_version", "_kernel_version", "_system_cores", "_system_cpu_freq",
            "_system_ram_total",
            "_system_disk_space", "_architecture", "_virtualization", "_container", "_container_detection",
            "_virt_detection", "_is_k8s_node", "_is_parent", "_streams_to",
        ],
            labels.Select(label => label.Key));
        Assert.All(labels, label => Assert.Equal(0, label.Source));
        Assert.Equal(("Debian GNU/Linux", "false", "192.0.2.1:19999"),
            (labels[0].Value, labels[13].Value, labels[14].Value));
    }

    [Fact]
    public void Who_does_not_send_has_no_streams_to()
    {
        Label[] labels = HostLabels.Build(new ConfigFile("f"), _system, isParent: true, streamsTo: null);

        Assert.Equal(new Label("_is_parent", "true", 0), labels[^1]);
    }

    [Theory]
    [InlineData("site = berlin", true)]
    [InlineData("rack.no-1_a = two words", true)]
    [InlineData("empty =", true)]
    [InlineData("_own = x", false)]
    [InlineData("chart = x", false)]
    [InlineData("family = x", false)]
    [InlineData("dimension = x", false)]
    [InlineData("with blank = x", false)]
    [InlineData("slash/ed = x", false)]
    [InlineData("gr\u00fc\u00dfe = x", false)]
    [InlineData("quote = it's", false)]
    [InlineData("quote = \"x\"", false)]
    [InlineData("star = *", false)]
    [InlineData("not = !x", false)]
    [InlineData("bell = a\ab", false)]
    public void A_configured_label_is_checked(string line, bool isAllowed)
    {
        ConfigFile file = Bench.Parse($"[host labels]\n{line}");

        Label[] labels = HostLabels.Build(file, _system, isParent: false, streamsTo: null);

        string name = line[..line.IndexOf('=')].Trim();
        Assert.Equal(isAllowed, labels.Any(label => label.Key == name && label.Source == 1));
        Assert.Equal(isAllowed ? 0 : 1, file.Problems.Count);
        Assert.All(file.Problems, problem => Assert.Equal($"LABELS: It was not possible to create the label "
            + $"'{name}' because "
            + "it contains invalid character(s) or values.", problem.Text));
    }

    [Fact]
    public void The_switches_of_the_section_are_no_labels()
    {
        ConfigFile file = Bench.Parse("[host labels]\nfrom environment = A\nfrom kubernetes pods = yes");

        Assert.Equal(14, HostLabels.Build(file, _system, isParent: false, streamsTo: null).Length);
        Assert.Empty(file.Problems);
    }

    [Fact]
    public void A_later_list_wins_and_the_label_keeps_its_place()
    {
        ConfigFile file = Bench.Parse("[backend]\nhost tags = site=a;room=1\n[host labels]\nsite = b");

        Label[] labels = HostLabels.Build(file, _system, isParent: false, streamsTo: null);

        Assert.Equal([new Label("site", "b", 1), new Label("room", "1", 1)], labels[14..]);
    }

    [Theory]
    [InlineData("a=1;b=2", "graphite", "a=1 b=2")]
    [InlineData("a=1 b=2", "opentsdb:telnet", "a=1 b=2")]
    [InlineData("a:1,b:2", "opentsdb:http", "a=1 b=2")]
    [InlineData("a=\"1\",b=2", "prometheus_remote_write", "a=1 b=2")]
    [InlineData("{\"a\": \"1\", \"b\": 2, \"c\": true}", "json", "a=1 b=2 c=true")]
    [InlineData("[\"x\", \"y\"]", "json", "host_tag0=x host_tag1=y")]
    [InlineData("\"x\"", "json", "host_tag=x")]
    [InlineData("x y", "json", "host_tag=x y")]
    [InlineData("{broken", "json", "host_tag={broken")]
    [InlineData("{\"a\":{\"deep\":1},\"b\":2}", "graphite", "b=2")]
    [InlineData("plain", "graphite", "host_tag=plain")]
    [InlineData("", "graphite", "")]
    public void Host_tags_become_labels_by_the_type_of_the_backend(string tags, string type,
        string expected) =>
        Assert.Equal(expected,
            string.Join(' ', HostTags.Parse(tags, type).Select(pair => $"{pair.Name}={pair.Value}")));
}
