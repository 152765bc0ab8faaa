using System.Text;
using Edge.Plugins;
using Edge.Store;

namespace Edge.Tests.Plugins;

/// <summary>Metrics and their charts without sockets: lines in, a flush a second.</summary>
internal sealed class StatsdLab : IDisposable
{
    public const long FirstSec = 1_700_000_000;
    private readonly StatsdCharts _charts;
    private long _second = FirstSec;

    public StatsdLab(StatsdOptions? options = null, string apps = "", MemoryMode mode = MemoryMode.Ram)
    {
        Host = new Host(
            new HostInfo { Hostname = "h", RegistryHostname = "h", MachineGuid = "" },
            new StoreOptions { Mode = mode, HistoryEntries = 60 });
        var reader = new StatsdAppReader();
        reader.ReadText("/etc/netdata/statsd.d/test.conf", Encoding.UTF8.GetBytes(apps));
        using (Host.Gate.Enter())
        {
            _charts = new StatsdCharts(Host, Metrics, options ?? new StatsdOptions(), reader.Apps);
        }
    }

    public Host Host { get; }

    public StatsdMetrics Metrics { get; } = new();

    public long NowUsec => _second * 1_000_000;

    public void Send(string lines)
    {
        using (Metrics.Gate.Enter())
        {
            Metrics.Lines(Encoding.Latin1.GetBytes(lines), NowUsec);
        }
    }

    public void Flush()
    {
        _second++;
        using (Host.Gate.Enter())
        {
            _charts.Flush(NowUsec, dropped: 0);
        }
    }

    public Chart Chart(string id) =>
        Host.Find(id) ?? throw new InvalidOperationException($"there is no chart '{id}' among "
            + string.Join(", ", Host.Charts.Select(chart => chart.Id)));

    /// <summary>What the last flush collected, by dimension.</summary>
    public string Collected(string id)
    {
        Chart chart = Chart(id);
        return string.Join(' ', chart.Dimensions.Select(
            dimension => $"{dimension.Id}={chart.Series.Collected[dimension.Index]}"));
    }

    public void Dispose()
    {
        Metrics.Dispose();
        Host.Dispose();
    }
}
