using Edge.Archive;
using Edge.Store;
using Edge.Tests.Store;
using Xunit;
using Limits = Edge.Archive.Limits;

namespace Edge.Tests.Archive;

/// <summary>What is said of samples on disk, once each, in words that say what to do.</summary>
[Collection(LogCollection.Name)]
public sealed class ArchiveLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-log-").FullName;

    [Fact]
    public void Shorter_blocks_are_told_with_the_cache_that_makes_them()
    {
        using var log = new LogLines();
        using var rig = new EngineRig(_folder, seed: 1, cacheBytes: 1 << 20);
        for (int i = 0; i < 10; i++)
        {
            rig.Define($"a.c{i}", 30);
        }

        rig.Run(10);
        Assert.Single(log.All, "Info DBENGINE: 300 dimensions: blocks of 64 rows, so that half of the page "
            + "cache of 1 MiB holds them.");
    }

    [Fact]
    public void A_store_without_a_folder_is_told_once_and_so_is_its_end()
    {
        using var rig = new EngineRig(_folder, seed: 2);
        rig.Define("a.one", 3);
        rig.Run(100);
        using var log = new LogLines();
        string away = _folder + "-away";
        Directory.Move(_folder, away);
        File.WriteAllText(_folder, "");
        rig.Run(2_000);
        Assert.Single(log.All, line => line.StartsWith(
            $"Error DBENGINE: Cannot write to '{_folder}': ", StringComparison.Ordinal) && line.EndsWith(
            " Samples wait in memory, and are tried again every 10 seconds.", StringComparison.Ordinal));
        File.Delete(_folder);
        Directory.Move(away, _folder);
        rig.Run(20);
        Assert.Single(log.All, $"Info DBENGINE: Writing to '{_folder}' again.");
    }

    [Fact]
    public void What_no_disk_has_taken_at_the_stop_is_counted()
    {
        using var rig = new EngineRig(_folder, seed: 6);
        rig.Define("a.one", 3);
        string away = _folder + "-away";
        Directory.Move(_folder, away);
        File.WriteAllText(_folder, "");
        rig.Run(Limits.BlockRowsMax + 10);
        using var log = new LogLines();
        using (rig.Host.Gate.Enter())
        {
            rig.Engine.Stop(rig.NowUsec);
        }

        Assert.Single(log.All, "Error DBENGINE: 2 row groups could not be written and are lost.");
        File.Delete(_folder);
        Directory.Move(away, _folder);
    }

    [Fact]
    public void Files_that_cannot_be_opened_or_deleted_are_told_and_left()
    {
        string link = Path.Combine(_folder, "segment-0000000009.edge");
        File.CreateSymbolicLink(link, link);
        using var log = new LogLines();
        using var segments = new Segments(_folder, Limits.QuotaBytesMin);
        segments.Open();
        Assert.StartsWith($"Error DBENGINE: Cannot open '{link}': ", log.All[0]);
        Assert.EndsWith(" It is left out.", log.All[0]);
        Assert.Equal(link, new FileInfo(link).LinkTarget);
        StoreFiles.Delete(_folder);
        Assert.StartsWith($"Error DBENGINE: Cannot delete '{_folder}': ", log.All[1]);
        Assert.True(Directory.Exists(_folder));
    }

    [Fact]
    public void A_journal_without_a_folder_is_told_once_and_so_is_its_end()
    {
        using var log = new LogLines();
        string away = _folder + "-away";
        using var rig = new EngineRig(_folder, seed: 3);
        rig.Define("a.one", 3);
        Directory.Move(_folder, away);
        File.WriteAllText(_folder, "");
        rig.Run(30);
        Assert.Single(log.All, line => line.StartsWith(
            $"Error DBENGINE: Cannot write a journal to '{_folder}': ", StringComparison.Ordinal));
        File.Delete(_folder);
        Directory.Move(away, _folder);
        rig.Run(20);
        string again = $"Info DBENGINE: The journal is written again, to '{_folder}/journal-";
        Assert.Single(log.All, line => line.StartsWith(again, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_crash_left_in_the_journal_is_counted()
    {
        using var rig = new EngineRig(_folder, seed: 4);
        rig.Define("a.one", 3);
        rig.Run(100);
        using var log = new LogLines();
        rig.Reopen();
        Assert.Single(log.All, line => line.StartsWith(
            "Info DBENGINE: The node did not end in order: ", StringComparison.Ordinal) && line.EndsWith(
            " collections of 1 blocks were in its journal, and are kept.", StringComparison.Ordinal));
    }

    [Fact]
    public void Damage_in_a_segment_is_told_with_its_place()
    {
        using var rig = new EngineRig(_folder, seed: 5);
        rig.Define("a.one", 3);
        long start = rig.NowSec + 10;
        rig.Run((2 * Limits.BlockRowsMax) + 10);
        rig.Restart();
        string path = Path.Combine(_folder, "segment-0000000001.edge");
        using var log = new LogLines();
        rig.ReopenAfter(() =>
        {
            byte[] bytes = File.ReadAllBytes(path);
            int group = bytes.AsSpan().IndexOf("ERG1"u8);
            bytes[group + 5] ^= 1;
            File.WriteAllBytes(path, bytes);
        });
        rig.Run(3);
        _ = EngineRig.Ask(rig.Host, "a.one", $"after={start}&before={start + 100}&format=ssv");
        string line = Assert.Single(log.All, line => line.Contains(" cannot be used: "));
        Assert.StartsWith("Error DBENGINE: A row group at byte ", line);
        Assert.EndsWith(
            $"of '{path}' cannot be used: the checksum of its header is wrong. Its time is empty.", line);
    }

    [Fact]
    public void Rings_that_are_given_up_and_saved_are_told()
    {
        using var rig = new RingRig(MemoryMode.Save);
        using var log = new LogLines();
        rig.Collect(rig.Define("a.every", "x"), 20);
        rig.Collect(rig.Define("a.history", "x"), 20);
        rig.Collect(rig.Define("a.old", "x"), 20);
        rig.Restart();
        Assert.Single(log.All, "Info KEEPER: Saved 3 charts of host 'box'.");
        _ = RingRig.Samples(rig.Define("a.every", 2, "x"), "x");
        AssertGivenUp(log, rig, "a.every", "its rows are 1 s apart, and 2 s are wanted");
        rig.Stop();
        rig.History = 2 * RingRig.Entries;
        rig.Start();
        _ = RingRig.Samples(rig.Define("a.history", "x"), "x");
        AssertGivenUp(log, rig, "a.history", "it has 100 rows, and 200 are wanted");
        rig.Stop();
        rig.History = RingRig.Entries;
        rig.NowSec += RingRig.Entries + 1;
        rig.Start();
        _ = RingRig.Samples(rig.Define("a.old", "x"), "x");
        AssertGivenUp(log, rig, "a.old", "the newest is 101 s old, which is beyond the history");
    }

    [Theory]
    [InlineData(MemoryMode.Save)]
    [InlineData(MemoryMode.Map)]
    public void A_file_that_cannot_be_opened_is_told_and_left(object mode)
    {
        using var rig = new RingRig((MemoryMode)mode);
        string path = rig.FileOf("a.b");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // A link to itself, which nobody can open, whatever his rights.
        File.CreateSymbolicLink(path, path);
        using var log = new LogLines();
        Chart chart = rig.Define("a.b", "x");
        rig.Collect(chart, 3);
        Assert.Contains(log.All, line => line.StartsWith(
            $"Error MAIN: Cannot open the samples kept in '{path}' (", StringComparison.Ordinal)
            && line.EndsWith("). They are left there.", StringComparison.Ordinal));
        Assert.Equal(path, new FileInfo(path).LinkTarget);
        Assert.Equal(2, RingRig.Samples(chart, "x").Count);
    }

    private static void AssertGivenUp(LogLines log, RingRig rig, string chart, string why) => Assert.Single(
        log.All, $"Info MAIN: Samples kept in '{rig.FileOf(chart)}' are given up: {why}.");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
