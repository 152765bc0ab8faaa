using Edge.Store;
using Edge.Sys;
using Edge.Tests.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>Files of the compressed store that come from elsewhere, and disks that take nothing.</summary>
[Collection(LogCollection.Name)]
public sealed class EngineDamageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-engine-").FullName;

    private string Foreign => Path.Combine(_folder, "foreign");

    private string Own => Path.Combine(_folder, "own");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_segment_of_another_node_is_set_aside_and_its_rows_are_shown_nowhere(bool isFirst)
    {
        MakeForeign();
        using EngineRig rig = OwnRig(out long start);
        rig.Restart();
        long end = rig.NowSec - 1;
        (uint theirs, uint ours) = isFirst ? (1u, 2u) : (2u, 1u);
        string strange = PathOf(Own, theirs);
        using var log = new LogLines();
        rig.ReopenAfter(() =>
        {
            byte[] bytes = File.ReadAllBytes(PathOf(Own, 1));
            File.WriteAllBytes(strange, Numbered(File.ReadAllBytes(PathOf(Foreign, 1)), theirs));
            File.WriteAllBytes(PathOf(Own, ours), Numbered(bytes, ours));
        });
        rig.Run(10);
        rig.Compare("a.one", start, end);
        rig.Compare("a.two", start, end);
        Assert.True(File.Exists(strange + ".unusable"));
        Assert.Single(log.All, line => line.Contains("it is of another node's store"));
    }

    [Fact]
    public void A_segment_whose_numbers_contradict_is_set_aside_even_if_it_does_not_say_whose_it_is()
    {
        MakeForeign();
        using EngineRig rig = OwnRig(out long start);
        long end = rig.NowSec - 1;
        rig.Restart();
        byte[] bytes = File.ReadAllBytes(PathOf(Foreign, 1));
        bytes.AsSpan(24, 16).Clear();
        File.WriteAllBytes(PathOf(Own, 2), Numbered(bytes, 2));
        using var log = new LogLines();
        rig.Reopen();
        rig.Run(10);
        rig.Compare("a.one", start, end);
        Assert.True(File.Exists(PathOf(Own, 2) + ".unusable"));
        Assert.Single(log.All, line => line.Contains("those of another node"));
    }

    [Fact]
    public void A_journal_of_another_node_is_not_used()
    {
        string journal = "journal-0000000001.edge";
        using var other = new EngineRig(Foreign, seed: 5);
        other.Define("a.two", 3);
        other.Define("a.one", 3);
        other.Pause(1_000);
        other.Run(50);

        using EngineRig rig = OwnRig(out long start);
        rig.Restart();
        long end = rig.NowSec - 1;
        File.Copy(Path.Combine(Foreign, journal), Path.Combine(Own, journal));

        using var log = new LogLines();
        rig.Reopen();
        rig.Pause(1_000);
        rig.Run(10);
        rig.Compare("a.one", start, end);
        Assert.InRange(rig.Host.Find("a.one")!.Past!.LastEntrySec, start, end + 1);
        Assert.Single(log.All, line => line.Contains("it is of another node's store"));
        Assert.True(File.Exists(Path.Combine(Own, journal + ".unusable")));
    }

    [MountFact]
    public void A_disk_without_a_byte_for_a_new_journal_costs_nothing_while_memory_lasts()
    {
        using SmallDisk disk = SmallDisk.Make(kilobytes: 512);

        using var rig = new EngineRig(disk.Root, seed: 7);
        rig.Define("a.one", 3);
        disk.Fill();
        long start = rig.NowSec + 10;
        rig.Run(600);
        rig.Compare("a.one", start, rig.NowSec);
        disk.MakeRoom();
        rig.Run(30);
        rig.Reopen();
        rig.Run(5);
        rig.Compare("a.one", start, rig.NowSec - 7);
    }

    [MountFact]
    public void What_is_kept_is_read_where_nothing_can_be_written()
    {
        using SmallDisk disk = SmallDisk.Make(kilobytes: 512);

        using var rig = new EngineRig(disk.Root, seed: 8);
        rig.Define("a.one", 3);
        long start = rig.NowSec + 10;
        rig.Run(700);
        long stopped = rig.NowSec - 1;
        rig.Restart();
        rig.Pause(90);
        long again = rig.NowSec + 20;
        rig.Run(100);
        long killed = rig.NowSec - 2;
        rig.ReopenAfter(() => disk.SetReadOnly(true));
        rig.Run(20);
        rig.Compare("a.one", start, stopped);
        rig.Compare("a.one", again, killed);
        disk.SetReadOnly(false);
    }

    [Fact]
    public void Rows_of_a_chart_whose_name_is_damaged_are_never_a_new_charts()
    {
        using var rig = new EngineRig(_folder, seed: 9);
        rig.Define("a.one", 3);
        rig.Run(700);
        rig.Define("a.two", 3);
        rig.Run(700);
        long end = rig.NowSec;
        rig.Restart();
        rig.ReopenAfter(
            () => SpoilLastNames(Path.Combine(_folder, "segment-0000000001.edge")), without: "a.two");
        rig.Pause(100);
        rig.Define("a.three", 3);
        rig.Run(700);
        rig.Restart();
        rig.Run(5);
        Assert.InRange(rig.Host.Find("a.three")!.FirstEntrySec, end + 100, long.MaxValue);
    }

    /// <summary>The last record that names charts (docs/formats.md) gets a byte that is wrong.</summary>
    private static void SpoilLastNames(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int last = 0;
        for (int at = 64; at + 48 <= bytes.Length; at += 8)
        {
            bool isNames = bytes.AsSpan(at, 4).SequenceEqual("EGR1"u8) && bytes[at + 4] == 1;
            last = isNames ? at : last;
        }

        bytes[last + 48 + 5] ^= 1;
        int copy = bytes.AsSpan(0, last).LastIndexOf("EGR1\u0001"u8);
        bytes[copy + 48 + 5] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Another node's store, whose numbers are those of other charts.</summary>
    private void MakeForeign()
    {
        using var other = new EngineRig(Foreign, seed: 5);
        other.Define("a.two", 3);
        other.Define("a.one", 3);
        other.Run(300);
        other.Restart();
    }

    /// <summary>Two charts of 700 seconds.</summary>
    private EngineRig OwnRig(out long start)
    {
        var rig = new EngineRig(Own, seed: 6);
        rig.Define("a.one", 3);
        rig.Define("a.two", 3);
        start = rig.NowSec + 10;
        rig.Run(700);
        return rig;
    }

    private static string PathOf(string folder, uint segment) =>
        Path.Combine(folder, $"segment-{segment:D10}.edge");

    /// <summary>The same segment with another number in its superblock (docs/formats.md).</summary>
    private static byte[] Numbered(byte[] segment, uint number)
    {
        BitConverter.TryWriteBytes(segment.AsSpan(12), number);
        BitConverter.TryWriteBytes(segment.AsSpan(60), Crc32C.Of(segment.AsSpan(0, 60)));
        return segment;
    }
}
