using System.Runtime.InteropServices;
using Edge.Archive;
using Edge.Tests.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>A journal is two files that are written in turn, from sync to sync.</summary>
[Collection(LogCollection.Name)]
public sealed class JournalTwinTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-twin-").FullName;

    private string First => StoreFiles.PathOf(_folder, StoreFiles.Journals, 1);

    private string Second => StoreFiles.PathOf(_folder, StoreFiles.Twins, 1);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(21)]
    [InlineData(95)]
    [InlineData(100)]
    public void A_crash_finds_all_frames_of_both(int seconds)
    {
        using EngineRig rig = Rig(seconds, out long start);
        (int first, int second) = Frames();
        Assert.InRange(first, 8, seconds - 8);
        Assert.InRange(second, 8, seconds - 8);
        Assert.Equal(seconds, first + second);
        long end = rig.NowSec - 1;
        rig.Reopen();
        rig.Run(10);
        rig.CompareAll(start, end);
    }

    [Fact]
    public void What_came_before_damage_in_the_second_file_is_there_and_nothing_is_wrong()
    {
        using EngineRig rig = Rig(95, out long start);
        long end = rig.NowSec - 1;
        string expected = Rows(rig.Memory, start, end);
        byte[] second = File.ReadAllBytes(Second);
        second[second.AsSpan().TrimEnd((byte)0).Length / 2] ^= 4;
        rig.ReopenAfter(() => File.WriteAllBytes(Second, second));
        rig.Run(10);
        string[] found = Rows(rig.Host, start, end).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string known = string.Join("\r\n", found.TakeWhile(row => !row.Contains("null")));
        Assert.StartsWith(known, expected);
        Assert.InRange(known.Length, expected.Length / 8, expected.Length * 7 / 8);
    }

    [Fact]
    public void A_second_file_without_a_first_one_is_set_aside()
    {
        using EngineRig rig = Rig(95, out long _);
        using var log = new LogLines();
        rig.ReopenAfter(() => File.Delete(First));
        Assert.True(File.Exists(Second + ".unusable"));
        Assert.Single(log.All, line => line.Contains("the first file of its journal is missing"));
    }

    /// <summary>The version before had no more in front of its frames than its number.</summary>
    [Fact]
    public void A_journal_of_version_2_is_read()
    {
        using EngineRig rig = Rig(60, out long start, syncSeconds: 0);
        long end = rig.NowSec - 1;
        byte[] journal = File.ReadAllBytes(First);
        ulong magic = JournalSuper.MagicBefore;
        rig.ReopenAfter(() => File.WriteAllBytes(First,
        [
            .. MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in magic)),
            .. journal.AsSpan(JournalSuper.Bytes).TrimEnd((byte)0),
        ]));
        rig.Run(10);
        rig.CompareAll(start, end);
    }

    /// <summary>Until a sync, and behind it, no more pages of the kernel's are changed than it has to
    /// write.</summary>
    [Fact]
    public void Room_is_made_for_what_comes_until_the_next_sync()
    {
        using EngineRig rig = Rig(95, out long _);
        JournalTally before = rig.Engine.Journaled;
        rig.Run(20);
        JournalTally tally = rig.Engine.Journaled;
        Assert.Equal(2, tally.Syncs - before.Syncs);
        long bytes = tally.FrameBytes + tally.CollectionBytes - before.FrameBytes - before.CollectionBytes;
        Assert.InRange(tally.Pages - before.Pages, 2, (bytes / JournalFrame.PageBytes) + 4);
        Assert.Equal(0, new FileInfo(First).Length % JournalFrame.PageBytes);
        Assert.InRange(new FileInfo(First).Length, 1, 2 * Limits.JournalGrowBytes);
    }

    private EngineRig Rig(int seconds, out long start, int syncSeconds = 10)
    {
        var rig = new EngineRig(_folder, 31, syncSeconds: syncSeconds);
        rig.Define("a.one", 3);
        rig.Define("a.wide", 20);
        start = rig.NowSec + 3;
        rig.Run(seconds);
        return rig;
    }

    private (int First, int Second) Frames()
    {
        (int first, int second) = (0, 0);
        var frames = new JournalFrames(File.ReadAllBytes(First), File.ReadAllBytes(Second));
        while (frames.TryNext(out _))
        {
            (first, second) = frames.IsSecond ? (first, second + 1) : (first + 1, second);
        }

        return (first, second);
    }

    private static string Rows(Edge.Store.Host host, long start, long end) => EngineRig.Ask(host, "a.wide",
        $"after={start}&before={end}&format=csv&options=seconds,unaligned,flip");
}
