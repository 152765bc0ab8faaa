using Edge.Archive;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>What a process that died without a word has left in its journal.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-journal-").FullName;

    [Theory]
    [InlineData(1, 30, false)]
    [InlineData(2, 400, true)]
    [InlineData(3, 700, false)]
    [InlineData(4, 1_300, true)]
    [InlineData(5, 3_000, true)]
    public void Every_row_of_the_last_round_is_there_after_a_crash(int seed, int seconds, bool isWild)
    {
        using var rig = new EngineRig(_folder, seed);
        rig.Define("a.one", 3);
        rig.Define("a.wide", 20);
        rig.Define("b.slow", 2, updateEvery: 5);
        long start = rig.NowSec + 10;
        rig.Run(seconds / 2, isWild);
        rig.Widen("a.one", Algorithm.Incremental);
        rig.Run(seconds / 2, isWild);
        long end = rig.NowSec - 6;
        rig.Reopen();
        rig.Run(20);
        rig.CompareAll(start, end);

        // What was recovered is in row groups, and a second crash changes nothing.
        rig.Reopen();
        rig.Run(20);
        rig.CompareAll(start, end);

        Assert.Equal(0, rig.Engine.Store.Fallbacks);
    }

    [Fact]
    public void Old_journals_go_when_their_blocks_are_written()
    {
        using var rig = new EngineRig(_folder, 6);
        for (int i = 0; i < 8; i++)
        {
            rig.Define($"a.c{i}", 40);
        }

        for (int i = 0; i < 12; i++)
        {
            rig.Run(512);
            Assert.InRange(Directory.GetFiles(_folder, "journal-*").Length, 1, 4);
        }

        rig.Restart();
        Assert.Empty(Directory.GetFiles(_folder, "journal-*"));
    }

    /// <summary>A journal that was cut or damaged costs what is behind the damage and nothing else.</summary>
    [Fact]
    public void Damage_costs_what_is_behind_it()
    {
        long start;
        using (var rig = new EngineRig(_folder, 7))
        {
            rig.Define("a.one", 3);
            start = rig.NowSec + 10;
            rig.Run(120);
            string path = Assert.Single(Directory.GetFiles(_folder, "journal-*"));
            byte[] whole = File.ReadAllBytes(path);
            string expected = EngineRig.Ask(rig.Memory, "a.one", Query(start, rig.NowSec));
            var random = new Random(1);
            int shorter = 0;
            for (int round = 0; round < 60; round++)
            {
                byte[] damaged = round % 2 == 0
                    ? whole[..random.Next(whole.Length)]
                    : [.. whole];
                if (round % 2 == 1)
                {
                    damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                }

                shorter += Check(damaged, start, expected) ? 1 : 0;
            }

            Assert.InRange(shorter, 30, 60);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Query(long from, long to) =>
        $"after={from}&before={to}&format=csv&options=seconds,unaligned,flip";

    /// <summary>Whatever a journal has become, its rows are a beginning of the true ones.</summary>
    private bool Check(byte[] journal, long start, string expected)
    {
        string folder = Directory.CreateTempSubdirectory("edge-journal-").FullName;
        try
        {
            File.WriteAllBytes(StoreFiles.PathOf(folder, StoreFiles.Journals, 1), journal);
            using var rig = new EngineRig(folder, 7);
            rig.Define("a.one", 3);
            rig.Run(3);
            string found = EngineRig.Ask(rig.Host, "a.one", Query(start, start + 109));
            string[] rows = found.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            string known = string.Join("\r\n", rows.TakeWhile(row => !row.Contains("null")));
            Assert.StartsWith(known, expected);
            return known.Length < expected.Length - 4;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
