using System.Globalization;
using Edge.Archive;
using Edge.Store;
using Edge.Tests.Stream;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>A past that is longer than a ring, given to a parent that has the compressed store.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class EngineReplayTests : IDisposable
{
    private const int Seconds = 2_500;
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-engine-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(600, false)]
    [InlineData(100_000, false)]
    [InlineData(600, true)]
    public void An_outage_longer_than_the_ring_leaves_no_hole_in_the_store(int step, bool connectsFirst)
    {
        using var rig = new ReplayRig(
            child: new StoreOptions { HistoryEntries = 4_000 },
            parent: new StoreOptions { HistoryEntries = Engine.RingRows(512) },
            terms: new Edge.Stream.ReplayTerms { StepSeconds = step });
        using var engine = new Engine(new EngineOptions { Folder = _folder, SyncSeconds = 0 }, rig.NowUsec);
        engine.Attach(rig.Parent);
        Chart chart = rig.Child.Define(new ChartDefinition { Type = "t", Id = "c" })!;
        chart.Define("gauge");
        rig.IsParentThere = connectsFirst;
        Run(rig, engine, chart, 30);
        rig.Cut();
        Run(rig, engine, chart, Seconds);
        rig.IsParentThere = true;
        Run(rig, engine, chart, 30);

        long last = rig.NowUsec / 1_000_000;
        string query = $"after={last - Seconds}&before={last - 3}&format=csv&options=seconds,unaligned";
        string[] expected = EngineRig.Ask(rig.Child, "t.c", query).Trim().Split('\n');
        string[] found = EngineRig.Ask(rig.Parent, "t.c", query).Trim().Split('\n');
        Assert.InRange(expected.Length, Seconds - 5, Seconds + 5);
        Assert.Equal(expected.Length, found.Length);
        for (int i = 1; i < expected.Length; i++)
        {
            string[] a = expected[i].Trim().Split(',');
            string[] b = found[i].Trim().Split(',');
            Assert.Equal(a[0], b[0]);
            Assert.Equal(Number(a[1]), Number(b[1]), 0.01);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static void Run(ReplayRig rig, Engine engine, Chart chart, int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            rig.Tick(now =>
            {
                chart.Set(chart.Dimensions[0], now / 1_000_000 * 7919 % 1000, now);
                chart.Commit(now);
            });
            engine.Round(rig.NowUsec);
        }
    }
}
