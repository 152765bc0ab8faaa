using Edge.Store;
using Edge.Stream;
using Edge.Tests.Archive;
using Edge.Text;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>A child with the compressed store answers with what only the disk has.</summary>
public sealed class ReplayPastTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-replay-past-").FullName;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_left_the_ring_is_told_as_if_it_were_in_it(bool isAfterRestart)
    {
        using var rig = new EngineRig(_folder, 3);
        rig.Define("a.one", 3);
        rig.Define("b.slow", 2, updateEvery: 5);
        rig.Run(20);
        long after = rig.NowSec;
        rig.Run(2_000, isWild: true);
        if (isAfterRestart)
        {
            rig.Restart();
            rig.Pause(60);
            rig.Run(10);
        }

        foreach (string id in (string[])["a.one", "b.slow"])
        {
            Chart chart = rig.Host.Find(id)!;
            Assert.True(chart.Series.FirstEntrySec > after || (chart.UpdateEvery > 1 && !isAfterRestart));
            long before = isAfterRestart ? rig.NowSec - 75 : rig.NowSec - 5;
            List<string> expected = Rows(rig.Memory.Find(id)!, after, before, rig.NowSec, int.MaxValue / 2);
            Assert.True(expected.Count > 1_000, $"{expected.Count} lines");
            Assert.Equal(expected, Rows(chart, after, before, rig.NowSec, int.MaxValue / 2));
            Assert.Equal(expected, Rows(chart, after, before, rig.NowSec, 9_000));
            var writer = new ByteWriter();
            ReplayText.DefinitionEnd(writer, chart, rig.NowSec);
            string said = System.Text.Encoding.UTF8.GetString(writer.Written);
            Assert.True(long.Parse(said.Split(' ')[1]) <= after, said);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Rows of as many answers as it takes.</summary>
    private static List<string> Rows(Chart chart, long after, long before, long nowSec, int bytesMax)
    {
        var lines = new List<string>();
        while (after < before)
        {
            var writer = new ByteWriter();
            long told = before;
            var request = new ReplayRequest(false, after, before);
            ReplayText.Write(writer, chart, request, ref told, nowSec, bytesMax);
            string[] said = System.Text.Encoding.UTF8.GetString(writer.Written)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
            lines.AddRange(said.Where(line =>
                line.StartsWith("RSET ", StringComparison.Ordinal)
                || line.StartsWith("RBEGIN '' ", StringComparison.Ordinal)));
            long reached = long.Parse(said[^1].Split(' ')[6]);
            Assert.StartsWith("REND ", said[^1], StringComparison.Ordinal);
            Assert.True(reached > after, said[^1]);
            after = reached;
        }

        return lines;
    }
}
