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

    /// <summary>Each file can be read without the one before: what is lost is the rest of the blocks that
    /// have a part in the damaged one.</summary>
    [Fact]
    public void A_file_behind_a_damaged_one_gives_the_blocks_that_began_in_it()
    {
        using var rig = new EngineRig(_folder, 9);
        for (int i = 0; i < 6; i++)
        {
            rig.Define($"a.c{i}", 30);
        }

        // Many rows of its own are open when the others are written.
        rig.Define("b.slow", 30, updateEvery: 4);
        string[] files = [];
        for (int i = 0; i < 3_000 && files.Length < 2; i++)
        {
            rig.Run(1);
            files = Directory.GetFiles(_folder, "journal-*");
        }

        Assert.Equal(2, files.Length);
        rig.Run(4);
        Array.Sort(files);
        long begin = rig.NowSec - 2;
        byte[] older = File.ReadAllBytes(files[0]);
        older[older.Length / 2] ^= 1;
        rig.ReopenAfter(() => File.WriteAllBytes(files[0], older));
        rig.Run(20);
        rig.Compare("a.c3", begin, rig.NowSec - 22);
        rig.Compare("a.c3", rig.NowSec - 900, rig.NowSec - 22);
        Assert.Empty(Directory.GetFiles(_folder, "*.unusable"));
    }

    /// <summary>Files in the folder are what the tally says, and a sync finds few pages of which it has
    /// written a part before.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    [InlineData(220)]
    public void A_page_is_not_written_again_where_a_fresh_one_does(int dimensions)
    {
        using var rig = new EngineRig(_folder, 11, syncSeconds: 10);
        rig.Define("a.one", dimensions);
        rig.Run(20);
        JournalTally before = rig.Engine.Journaled;
        rig.Run(100);
        JournalTally tally = rig.Engine.Journaled;
        Assert.Equal(1, tally.Files);
        string path = Assert.Single(Directory.GetFiles(_folder, "journal-*"));
        string twin = Assert.Single(Directory.GetFiles(_folder, "twin-*"));
        Assert.Equal(new FileInfo(path).Length + new FileInfo(twin).Length, tally.Bytes);
        long syncs = tally.Syncs - before.Syncs;
        long pages = tally.Pages - before.Pages;
        long bytes = tally.Bytes - tally.PaddingBytes - before.Bytes + before.PaddingBytes;
        Assert.InRange(syncs, 9, 11);
        Assert.InRange(pages, syncs, syncs * ((bytes / syncs / 4096) + 1) * 11 / 10);
        Assert.InRange(tally.PaddingBytes, 0, (tally.Bytes / 2) + (2 * Edge.Archive.Limits.JournalGrowBytes));
    }

    /// <summary>A power cut may leave a hole before pages that reached the medium: what is behind it has
    /// been told by what is in it.</summary>
    [Fact]
    public void A_page_of_zeros_ends_a_file_unless_it_was_left_empty()
    {
        byte[] file = new byte[3 * JournalFrame.PageBytes];
        using var frame = new ByteSink();
        (uint sum, int at) = (0, 0);
        foreach (int page in (int[])[0, 1, 2])
        {
            frame.Clear();
            JournalFrame.Write(frame, [1, 2, 3, (byte)page], ref sum);
            frame.Written.CopyTo(file.AsSpan(page * JournalFrame.PageBytes));
        }

        Assert.Equal(3, Frames(file));
        file.AsSpan(JournalFrame.PageBytes, JournalFrame.PageBytes).Clear();
        Assert.Equal(1, Frames(file));

        int Frames(byte[] bytes)
        {
            (int count, at, sum) = (0, 0, 0);
            while (JournalFrame.TryRead(bytes, ref at, ref sum, out _))
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>A journal of another version is not taken for one of this, nor lost.</summary>
    [Fact]
    public void One_of_another_version_is_set_aside()
    {
        string path = StoreFiles.PathOf(_folder, StoreFiles.Journals, 4);
        File.WriteAllBytes(path, [.. "EdgeJnl"u8, 1, .. new byte[400]]);
        using var rig = new EngineRig(_folder, 12);
        Assert.False(File.Exists(path));
        Assert.Equal(408, new FileInfo(path + ".unusable").Length);
        rig.Define("a.one", 2);
        rig.Run(5);
        Assert.EndsWith("journal-0000000005.edge", Assert.Single(Directory.GetFiles(_folder, "*.edge")));
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
