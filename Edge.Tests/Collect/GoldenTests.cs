using System.Globalization;
using System.Text;
using Edge.Collect;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Collect;

/// <summary>
/// A recorded machine against the golden file beside it: every chart, dimension, variable and raw value of
/// two ticks.
/// <c>EDGE_WRITE_GOLDEN=1</c> writes it anew; read the difference before committing it.
/// </summary>
public class GoldenTests
{
    [Theory]
    [InlineData("machine", false)]
    [InlineData("machine", true)]
    [InlineData("handmade", false)]
    [InlineData("network", false)]
    public void A_recorded_machine_gives_the_golden_charts_and_values(string name, bool zeroMetrics)
    {
        using var tree = new ProcTree(name);
        using var bench = new Bench(tree, options: new CollectOptions { EnableZeroMetrics = zeroMetrics });
        var text = new StringBuilder();
        bench.Tick();
        foreach (Chart chart in bench.Host.Charts)
        {
            Describe(text, chart);
        }

        Collected(text, bench, "first tick");
        if (Directory.Exists(Path.Combine(ProcTree.TreesRoot, name + "-next")))
        {
            Overlay(Path.Combine(ProcTree.TreesRoot, name + "-next"), tree);
        }

        bench.Tick();
        Collected(text, bench, "second tick");
        bench.Tick(11);
        Variables(text, bench);
        Compare(Path.Combine(ProcTree.TreesRoot, name + (zeroMetrics ? "-zero" : "") + ".golden"),
            text.ToString());
    }

    private static void Overlay(string from, ProcTree tree)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            tree.Write("/" + Path.GetRelativePath(from, file), File.ReadAllBytes(file));
        }
    }

    private static void Describe(StringBuilder text, Chart chart)
    {
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{chart.Id} name={chart.Name} '{chart.Title}' '{chart.Units}' "
            + $"{chart.Family} {chart.Context} {chart.Style} {chart.Priority} every {chart.UpdateEvery} "
            + $"[{chart.Flags}] {chart.Plugin} {chart.Module}");
        foreach (Dimension d in chart.Dimensions)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"    '{d.Id}' '{d.Name}' {d.Algorithm} {d.Multiplier}/{d.Divisor} [{d.Flags}]");
        }
    }

    private static void Collected(StringBuilder text, Bench bench, string title)
    {
        text.AppendLine().AppendLine(title);
        foreach (string id in bench.Recorder.Charts)
        {
            text.AppendLine($"    {id}: {bench.Values(id)}");
        }
    }

    private static void Variables(StringBuilder text, Bench bench)
    {
        text.AppendLine().AppendLine("variables");
        foreach (string name in bench.Host.Variables.Names)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {name} = {bench.Host.Variables[name]}");
        }

        foreach (Chart chart in bench.Host.Charts)
        {
            foreach (string name in chart.Variables.Names)
            {
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"    {chart.Id} {name} = {chart.Variables[name]}");
            }
        }
    }

    private static void Compare(string path, string text)
    {
        if (Environment.GetEnvironmentVariable("EDGE_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }
}
