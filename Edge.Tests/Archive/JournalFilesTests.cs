using Edge.Archive;
using Edge.Tests.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>
/// Blocks that go on from one journal to the next: the one that has their begin may be gone or damaged.
/// </summary>
[Collection(LogCollection.Name)]
public sealed class JournalFilesTests : IDisposable
{
    private const int Charts = 8;
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-journals-").FullName;

    [Theory]
    [InlineData(1, 900)]
    [InlineData(2, 1_300)]
    [InlineData(3, 1_650)]
    [InlineData(4, 2_100)]
    public void A_crash_after_old_journals_went_costs_no_more_than_the_last_round(int seed, int seconds)
    {
        using EngineRig rig = Rig(seed);
        long start = rig.NowSec + 10;
        rig.Run(seconds, isWild: true);
        Assert.DoesNotContain(StoreFiles.PathOf(_folder, StoreFiles.Journals, 1), Journals());
        long end = rig.NowSec - 6;
        rig.Reopen();
        rig.Run(5);
        for (int i = 0; i < Charts; i++)
        {
            rig.Compare($"a.c{i}", start, end);
        }
    }

    /// <summary>What the next journal says then is of blocks whose begin nobody has.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Damage_in_one_journal_makes_nothing_wrong_in_the_next_one(int seed)
    {
        using EngineRig rig = Rig(seed);
        long start = rig.NowSec + 10;
        rig.Run(700 + (40 * seed), isWild: true);
        for (int more = 0; Journals().Length < 2; more++)
        {
            // A new one was begun, and the last one has not gone yet.
            Assert.InRange(more, 0, 2_000);
            rig.Run(1, isWild: true);
        }

        string[] before = [.. Enumerable.Range(0, Charts).Select(i => Rows(rig.Memory, i, start, rig))];
        long end = rig.NowSec;
        rig.ReopenAfter(() =>
        {
            string[] files = Journals();
            Assert.InRange(files.Length, 2, 9);
            string hit = files[^2];
            if (seed % 3 == 0)
            {
                File.Delete(hit);
                return;
            }

            byte[] bytes = File.ReadAllBytes(hit);
            File.WriteAllBytes(hit, bytes[..(bytes.Length * seed / 10)]);
        });
        rig.Run(2);
        int known = 0;
        for (int i = 0; i < Charts; i++)
        {
            string[] expected = before[i].Split("\r\n");
            string[] found = EngineRig.Ask(rig.Host, $"a.c{i}", Query(start, end)).Split("\r\n");
            Assert.InRange(found.Length, 2, expected.Length + 1);
            for (int row = 0; row < Math.Min(found.Length, expected.Length); row++)
            {
                bool isGap = found[row].Contains("null");
                Assert.True(isGap || found[row] == expected[row], found[row] + " is not " + expected[row]);
                known += isGap ? 0 : 1;
            }
        }

        Assert.InRange(known, 1, int.MaxValue);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Query(long from, long to) =>
        $"after={from}&before={to}&format=csv&options=seconds,unaligned,flip";

    private static string Rows(Edge.Store.Host host, int chart, long from, EngineRig rig) =>
        EngineRig.Ask(host, $"a.c{chart}", Query(from, rig.NowSec));

    private EngineRig Rig(int seed)
    {
        // A journal is as short as can be: 64 KiB.
        var rig = new EngineRig(_folder, seed, quotaBytes: 8L << 20);
        for (int i = 0; i < Charts; i++)
        {
            rig.Define($"a.c{i}", 20);
        }

        return rig;
    }

    private string[] Journals() =>
        [.. Directory.GetFiles(_folder, "journal-*.edge").Order(StringComparer.Ordinal)];
}
