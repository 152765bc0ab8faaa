using System.Globalization;
using System.Text.Json;

namespace Edge.Bench.Footprint;

/// <summary>A process under observation.</summary>
internal sealed class Subject
{
    private readonly string? _url;
    private long _startNs;

    /// <param name="text"><c>NAME=PID</c> or <c>NAME=PID,URL</c>, the address where a parent shows its
    /// charts.</param>
    public Subject(string text)
    {
        int equals = text.IndexOf('=');
        int comma = text.IndexOf(',');
        Name = text[..equals];
        string pid = comma < 0 ? text[(equals + 1)..] : text[(equals + 1)..comma];
        _url = comma < 0 ? null : text[(comma + 1)..];
        Cost = new ProcessCost(int.Parse(pid, CultureInfo.InvariantCulture));
    }

    public string Name { get; }

    public ProcessCost Cost { get; }

    public void Start() => _startNs = Cost.CpuNs();

    /// <summary>One row of the table.</summary>
    public Row Read(double seconds)
    {
        double cpuSeconds = (Cost.CpuNs() - _startNs) / 1e9;
        string[] status = File.ReadAllLines($"/proc/{Cost.Pid}/status");
        string[] rollup = File.ReadAllLines($"/proc/{Cost.Pid}/smaps_rollup");
        (int charts, int dimensions) = Counts();
        return new Row(
            Name,
            ProcessCost.Kib(status, "VmRSS:"),
            ProcessCost.Kib(rollup, "Pss:"),
            ProcessCost.Kib(rollup, "Anonymous:"),
            Cost.Threads,
            100 * cpuSeconds / seconds,
            charts,
            dimensions,
            dimensions == 0 ? 0 : 1e6 * cpuSeconds / seconds / dimensions);
    }

    private (int Charts, int Dimensions) Counts()
    {
        if (_url == null)
        {
            return (0, 0);
        }

        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        string text = http.GetStringAsync(_url + "/api/v1/charts").Result;
        int charts = 0;
        int dimensions = 0;
        JsonElement all = JsonDocument.Parse(text).RootElement.GetProperty("charts");
        foreach (JsonProperty chart in all.EnumerateObject())
        {
            charts++;
            dimensions += chart.Value.GetProperty("dimensions").EnumerateObject().Count();
        }

        return (charts, dimensions);
    }
}
