using System.Globalization;
using Edge.Archive;
using Edge.Store;
using Edge.Tests.Store;
using Xunit;
using static Edge.Tests.Store.TestHosts;

namespace Edge.Tests.Archive;

/// <summary>
/// A node through several lives in one of the modes that survive one, asked as the API would. Each value
/// tells its dimension and second.
/// </summary>
internal sealed class LifeRig : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-lives-").FullName;
    private readonly RingRig? _rings;
    private readonly bool _isKilled;
    private Engine? _engine;
    private Host? _host;
    private long _nowSec = StartSec;

    /// <param name="mode">Save, map or dbengine.</param>
    /// <param name="isKilled">How each life ends; what is saved, is saved before.</param>
    public LifeRig(MemoryMode mode, bool isKilled)
    {
        _isKilled = isKilled;
        _rings = mode == MemoryMode.DbEngine ? null : new RingRig(mode, Path.Combine(_folder, "cache"));
        if (_rings == null)
        {
            StartEngine();
        }
    }

    public Host Host => _rings?.Host ?? _host!;

    public bool IsEngine => _rings == null;

    public long NowSec => _rings?.NowSec ?? _nowSec;

    /// <summary>The life ends, and the next one begins three seconds later.</summary>
    public void NextLife()
    {
        const int downSeconds = 3;
        if (_rings != null)
        {
            _rings.Keeper.Save();
            _rings.Keeper.Round();
            (_isKilled ? (Action<int>)_rings.Kill : _rings.Restart)(downSeconds);
            return;
        }

        if (!_isKilled)
        {
            _engine!.Stop(_nowSec * Second);
        }

        _engine!.Dispose();
        _host!.Dispose();
        _nowSec += downSeconds;
        StartEngine();
    }

    public Chart Define(string id, int updateEvery, params string[] dimensions)
    {
        Chart chart = Host.NewChart(id, updateEvery);
        foreach (string dimension in dimensions)
        {
            chart.Define(dimension);
        }

        return chart;
    }

    /// <summary>So many collections of all dimensions but one.</summary>
    public void Collect(Chart chart, int times, string? without = null)
    {
        for (int i = 0; i < times; i++)
        {
            Pass(chart.UpdateEvery);
            foreach (Dimension dimension in chart.Dimensions)
            {
                if (dimension.Id != without)
                {
                    chart.Set(dimension, RingRig.ValueOf(dimension.Id, NowSec), NowSec * Second);
                }
            }

            chart.Commit(NowSec * Second);
            Round();
        }
    }

    /// <summary>As a peer tells rows that it kept while nobody was there, up to now.</summary>
    public void Replicate(Chart chart, int rows)
    {
        for (int i = 0; i < rows; i++)
        {
            Pass(chart.UpdateEvery);
            Assert.True(ReplayRows.TryAdd(chart.Series, NowSec));
            foreach (Dimension dimension in chart.Dimensions)
            {
                ReplayRows.Newest(chart.Series)[dimension.Index] =
                    StoredNumber.Pack(RingRig.ValueOf(dimension.Id, NowSec), StoredNumber.Exists);
            }
        }

        foreach (Dimension dimension in chart.Dimensions)
        {
            ReplayRows.Take(chart.Series, dimension.Index, NowSec * Second, new ReplayState
            {
                Collected = RingRig.ValueOf(dimension.Id, NowSec),
                Calculated = RingRig.ValueOf(dimension.Id, NowSec),
                Stored = RingRig.ValueOf(dimension.Id, NowSec),
            });
        }

        ReplayRows.Take(chart.Series, NowSec * Second, NowSec);
        ReplayRows.Finish(chart.Series);
        foreach (IOutlet outlet in Host.Outlets)
        {
            outlet.Replayed(chart);
        }

        Round();
    }

    public void Pass(int seconds)
    {
        _nowSec += seconds;
        if (_rings != null)
        {
            _rings.NowSec += seconds;
        }
    }

    /// <summary>The seconds of a dimension that have a value, all of which are right.</summary>
    /// <param name="chart">Which.</param>
    /// <param name="dimension">Of it.</param>
    /// <param name="within">That a value may be of another second, where an answer has rows of two
    /// intervals.</param>
    /// <param name="back">Seconds before now.</param>
    public List<long> Seconds(Chart chart, string dimension, int within = 0, int back = 80)
    {
        chart.Series.EnsureRing();
        if (!chart.HasRows)
        {
            return [];
        }

        string[] lines = EngineRig.Ask(Host, chart.Id,
            $"after={NowSec - back}&before={NowSec}&format=csv&options=seconds,unaligned,flip").Split("\r\n");
        int column = Array.IndexOf(lines[0].Split(','), dimension);
        List<long> seconds = [];
        foreach (string[] cells in lines.Skip(1).Select(line => line.Split(',')))
        {
            if (cells.Length > column && column > 0 && cells[column] != "null")
            {
                long sec = long.Parse(cells[0], CultureInfo.InvariantCulture);
                Assert.Equal(RingRig.ValueOf(dimension, sec),
                    double.Parse(cells[column], CultureInfo.InvariantCulture), within + 0.51);
                seconds.Add(sec);
            }
        }

        return seconds;
    }

    public void Dispose()
    {
        _rings?.Dispose();
        _engine?.Dispose();
        _host?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Round()
    {
        _rings?.Keeper.Round();
        _engine?.Round(_nowSec * Second);
    }

    private void StartEngine()
    {
        var options = new EngineOptions { Folder = Path.Combine(_folder, "dbengine"), SyncSeconds = 0 };
        _engine = new Engine(options, _nowSec * Second);
        _host = new Host(
            new HostInfo
            {
                Hostname = "box", RegistryHostname = "box",
                MachineGuid = "11111111-0000-4000-8000-000000000001",
            },
            new StoreOptions
            {
                Mode = MemoryMode.DbEngine, HistoryEntries = Engine.RingRows(_engine.BlockRows),
            });
        _engine.Attach(_host);
    }
}
