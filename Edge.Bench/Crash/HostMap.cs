using Edge.Archive;
using Edge.Sys;

namespace Edge.Bench.Crash;

/// <summary>The ring file of a host before it is damaged, with all of its charts.</summary>
internal sealed class HostMap : IDisposable
{
    private readonly List<RingMap> _charts = [];
    private readonly int _host;
    private readonly int _chartCount;
    private readonly HashSet<long> _hitSupers = [];

    public HostMap(string path, int host, Load.Shape shape)
    {
        (Path, _host, _chartCount) = (path, host, shape.Charts);
        using RawFile file = RawFile.Open(path, writes: false, out _)
            ?? throw new IOException($"'{path}' cannot be read");
        HostSuper super = HostSuper.Read(file, out string? problem)
            ?? throw new IOException($"'{path}': {problem}");
        var scan = new HostScan(file, super);
        List<KeptRing> rings = scan.Rings();
        rings.Sort(static (a, b) => b.Sequence.CompareTo(a.Sequence));
        HashSet<string> known = [];
        foreach (KeptRing ring in rings)
        {
            int chart = Enumerable.Range(0, shape.Charts)
                .FirstOrDefault(i => shape.Chart(i) == ring.ChartId, -1);
            if (chart >= 0 && known.Add(ring.ChartId))
            {
                _charts.Add(new RingMap(file, super, ring.Filed, (host, chart)));
            }
        }

        if (scan.Damaged > 0)
        {
            Console.WriteLine($"    '{path}' has {scan.Damaged} damaged slots");
        }
    }

    public string Path { get; }

    /// <summary>See <see cref="RingMap.IsSummed"/>.</summary>
    public bool IsSummed(long offset)
    {
        foreach (RingMap chart in _charts)
        {
            if (chart.Has(offset))
            {
                return chart.IsSummed(offset);
            }
        }

        return true;
    }

    public void Flip(long offset, Losses losses)
    {
        if (offset < HostSuper.Copies * HostSuper.CopyBytes)
        {
            _hitSupers.Add(offset / HostSuper.CopyBytes);
            if (_hitSupers.Count == HostSuper.Copies)
            {
                LoseAll(losses);
            }
        }

        foreach (RingMap chart in _charts)
        {
            if (chart.Has(offset))
            {
                chart.Flip(offset, losses);
            }
        }
    }

    public void Cut(long length, Losses losses)
    {
        if (length < HostSuper.CopyBytes)
        {
            LoseAll(losses);
        }

        foreach (RingMap chart in _charts)
        {
            chart.Cut(length, losses);
        }
    }

    /// <summary>The file is of no use any more.</summary>
    public void LoseAll(Losses losses)
    {
        for (int chart = 0; chart < _chartCount; chart++)
        {
            losses.AddAll((_host, chart));
        }
    }

    public void Dispose()
    {
        foreach (RingMap chart in _charts)
        {
            chart.Dispose();
        }
    }
}
