using Edge.Archive;
using Edge.Tests.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>A bit that is flipped in a segment: what it takes with it.</summary>
[Collection(LogCollection.Name)]
public sealed class SegmentDamageTests : IDisposable
{
    private const int Charts = 8;

    /// <summary>Three charts of 20 fill an extent (docs/formats.md).</summary>
    private const int ChartsPerExtent = 4;
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-damage-").FullName;
    private readonly EngineRig _rig;
    private readonly long _start;
    private readonly long _end;
    private readonly Dictionary<string, byte[]> _whole = [];

    public SegmentDamageTests()
    {
        // Segments are as short as can be, 64 KiB: some are finished, the newest is not.
        _rig = new EngineRig(_folder, seed: 11, quotaBytes: 1 << 20);
        for (int i = 0; i < Charts; i++)
        {
            _rig.Define($"a.c{i}", 20);
        }

        _start = _rig.NowSec + 10;
        _rig.Run(1_500, isWild: true);
        _end = _rig.NowSec;
        _rig.ReopenAfter(() => Snatch());
    }

    [Fact]
    public void In_first_bytes_heads_and_names_it_takes_nothing()
    {
        string[] files = Segments();
        Assert.InRange(files.Length, 2, 9);
        foreach (string file in (string[])[files[0], files[^1]])
        {
            List<(int At, byte Kind, int Length)> records = Records(_whole[file]);
            Check(file, [9]);
            Check(file, [30]);
            Check(file, [_whole[file].Length - 3]);
            Check(file, [records.Find(record => record.Kind == 2).At + 13]);
            (int at, byte _, int length) = records.Find(record => record.Kind == 1);
            Check(file, [at + 3]);
            Check(file, [at + 48 + (length / 2)]);

            // All names that stand first: only the copies are left.
            int[] names = [.. records.Where(record => record.Kind == 1).Select(record => record.At + 53)];
            Assert.InRange(names.Length, 2, 20);
            names = [.. names.Where((_, i) => i % 2 == 0)];
            Check(file, names);
        }
    }

    [Fact]
    public void In_samples_it_takes_the_charts_of_an_extent_and_no_other_second()
    {
        var random = new Random(3);
        string[] files = Segments();
        for (int round = 0; round < 12; round++)
        {
            string file = files[random.Next(files.Length)];
            List<(int At, byte Kind, int Length)> groups =
                Records(_whole[file]).FindAll(record => record.Kind == 2);
            (int at, byte _, int length) = groups[random.Next(groups.Count)];

            // The last nine tenths of a group: the directory is before.
            List<(int Chart, long Sec)> lost =
                Lost(file, [at + 48 + length - 1 - random.Next(length * 9 / 10)]);
            Assert.InRange(lost.Select(one => one.Chart).Distinct().Count(), 0, ChartsPerExtent);
            Assert.All(lost.GroupBy(one => one.Chart), one =>
                Assert.InRange(one.Max(row => row.Sec) - one.Min(row => row.Sec), 0, 512));
        }
    }

    public void Dispose()
    {
        _rig.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Segments() =>
        [.. _whole.Keys.Where(path => path.Contains(StoreFiles.Segments)).Order(StringComparer.Ordinal)];

    private void Snatch()
    {
        foreach (string file in Directory.GetFiles(_folder, "*.edge"))
        {
            _whole[file] = File.ReadAllBytes(file);
        }
    }

    private void Check(string file, int[] bytes) => Assert.Empty(Lost(file, bytes));

    /// <summary>What is not there any more of what the store held; nothing may be wrong.</summary>
    private List<(int Chart, long Sec)> Lost(string file, int[] bytes)
    {
        _rig.ReopenAfter(() =>
        {
            foreach (string other in Directory.GetFiles(_folder))
            {
                File.Delete(other);
            }

            foreach ((string path, byte[] whole) in _whole)
            {
                byte[] damaged = [.. whole];
                foreach (int at in path == file ? bytes : [])
                {
                    damaged[at] ^= 16;
                }

                File.WriteAllBytes(path, damaged);
            }
        });
        _rig.Run(1);
        List<(int, long)> lost = [];
        for (int i = 0; i < Charts; i++)
        {
            string query = $"after={_start}&before={_end - 6}&format=csv&options=seconds,unaligned,flip";
            string[] expected = EngineRig.Ask(_rig.Memory, $"a.c{i}", query).Split("\r\n");
            string[] found = EngineRig.Ask(_rig.Host, $"a.c{i}", query).Split("\r\n");
            Assert.Equal(expected.Length, found.Length);
            for (int row = 1; row < found.Length; row++)
            {
                if (found[row] != expected[row])
                {
                    Assert.All(found[row].Split(',').Skip(1), cell => Assert.Equal("null", cell));
                    lost.Add((i, long.Parse(found[row].Split(',')[0])));
                }
            }
        }

        return lost;
    }

    /// <summary>As docs/formats.md says.</summary>
    private static List<(int At, byte Kind, int Length)> Records(byte[] segment)
    {
        List<(int, byte, int)> records = [];
        for (int at = 64; at + 48 <= segment.Length;)
        {
            if (!segment.AsSpan(at, 4).SequenceEqual("EGR1"u8))
            {
                break;
            }

            int length = BitConverter.ToInt32(segment, at + 12);
            records.Add((at, segment[at + 4], length));
            at += 48 + ((length + 7) & -8);
        }

        return records;
    }
}
