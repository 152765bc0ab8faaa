using Edge.Store;
using Edge.Sys;
using Edge.Tests.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>
/// A process that is killed at any of its writes to the ring file of a host, before it and in the middle of
/// it: a next life finds every row that was there before the step in which it died.
/// </summary>
[Collection(LogCollection.Name)]
public sealed class HostRingsCutTests : IDisposable
{
    private const int Steps = 60;
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-cut-").FullName;
    private readonly List<string> _cuts = [];
    private readonly SortedDictionary<string, string[]> _charts = [];
    private Dictionary<string, SortedDictionary<long, uint>> _before = [];
    private RingRig _rig = null!;
    private bool _isCutting;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_kill_at_any_write_costs_nothing(int seed)
    {
        var random = new Random(seed);
        int compared = 0;
        using (_rig = new RingRig(MemoryMode.Map, Path.Combine(_folder, "cache")) { Writing = Cut })
        {
            _rig.Restart();
            for (int step = 0; step < Steps; step++)
            {
                Remember();
                _isCutting = true;
                string? gone = Step(random, step);
                _isCutting = false;
                foreach (string cut in _cuts)
                {
                    compared += Compare(cut, gone);
                    Directory.Delete(cut, recursive: true);
                }

                _cuts.Clear();
                foreach (Chart chart in _rig.Host.Charts.ToArray())
                {
                    _rig.Collect(chart, 1 + random.Next(3));
                }
            }
        }

        Assert.InRange(compared, 1_000, int.MaxValue);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Something that writes. Returns the chart that it takes away.</summary>
    private string? Step(Random random, int step)
    {
        Chart[] all = [.. _rig.Host.Charts];
        Chart? any = all.Length == 0 ? null : all[random.Next(all.Length)];
        switch (any == null ? 0 : random.Next(7))
        {
            case 0:
                _charts[$"a.c{step}"] = ["x", "y"];
                _rig.Collect(_rig.Define($"a.c{step}", "x", "y"), 2);
                return null;
            case 1:
                string name = ((char)('a' + _charts[any!.Id].Length)).ToString() + step;
                any.Define(name);
                _charts[any.Id] = [.. _charts[any.Id], name];
                return null;
            case 2 when all.Length > 2:
                any!.SetObsolete(true);
                _rig.Host.RemoveObsolete(_rig.NowSec + 5000);
                _charts.Remove(any.Id);
                return any.Id;
            case 3:
                _rig.Restart();
                DefineAll(_rig);
                return null;
            case 4:
                _rig.Kill();
                DefineAll(_rig);
                return null;
            default:
                _rig.Keeper.Round();
                return null;
        }
    }

    private void DefineAll(RingRig rig)
    {
        foreach ((string id, string[] dimensions) in _charts)
        {
            rig.Define(id, dimensions).Series.EnsureRing();
        }
    }

    private void Remember()
    {
        _before = [];
        foreach ((string id, string[] dimensions) in _charts)
        {
            foreach (string dimension in dimensions)
            {
                Chart? chart = _rig.Host.Find(id);
                _before[id + "/" + dimension] = chart == null ? [] : RingRig.Samples(chart, dimension);
            }
        }
    }

    /// <summary>The file as it would be found.</summary>
    private void Cut(RawFile file, ReadOnlySpan<byte> bytes, long offset)
    {
        if (_isCutting && File.Exists(_rig.HostFile))
        {
            Copy();
            _ = file.Write(bytes[..(bytes.Length / 2)], offset);
            Copy();
        }
    }

    private void Copy()
    {
        string cut = Path.Combine(_folder, $"cut{_cuts.Count}");
        Directory.CreateDirectory(cut);
        File.Copy(_rig.HostFile, Path.Combine(cut, "rings.edge"));
        _cuts.Add(cut);
    }

    /// <summary>Returns how many samples were looked for.</summary>
    private int Compare(string cut, string? gone)
    {
        int compared = 0;
        using var rig = new RingRig(MemoryMode.Map, cut) { Boot = _rig.Boot, NowSec = _rig.NowSec };
        rig.Restart();
        Dictionary<string, List<string>> charts = [];
        foreach (string key in _before.Keys)
        {
            string[] parts = key.Split('/');
            charts.TryAdd(parts[0], []);
            charts[parts[0]].Add(parts[1]);
        }

        foreach ((string id, List<string> dimensions) in charts)
        {
            Chart chart = rig.Define(id, [.. dimensions]);
            foreach (string dimension in dimensions)
            {
                SortedDictionary<long, uint> before = _before[id + "/" + dimension];
                SortedDictionary<long, uint> after = RingRig.Samples(chart, dimension);
                if (id == gone && after.Count == 0)
                {
                    continue;
                }

                long oldest = rig.NowSec - RingRig.Entries;
                Assert.All(before, one => Assert.True(
                    one.Key <= oldest || (after.TryGetValue(one.Key, out uint kept) && kept == one.Value),
                    $"{id}/{dimension} of {one.Key}"));
                compared += before.Count;
            }
        }

        return compared;
    }
}
