using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;

namespace Edge.Bench.Load;

/// <summary>One parent under load: its process, and the connections to it.</summary>
internal sealed class Target : IDisposable
{
    private const int DrainSecondsMax = 60;

    /// <summary>The parent has read the last bytes; this long it may still work on them.</summary>
    private const int SettleMs = 20;

    /// <summary>The second that is not over yet, and the one that ended a pause, are not stored.</summary>
    private const double StoredPartMin = 0.5;

    private readonly int _port;
    private readonly Shape _shape;
    private readonly Sink? _sink;
    private readonly List<Child> _children = [];
    private readonly HashSet<int> _localPorts = [];

    /// <param name="text"><c>NAME=PORT,PID</c>, and for a proxy the port of the sink it streams to.</param>
    /// <param name="key">API key.</param>
    /// <param name="connections">Hosts.</param>
    /// <param name="shape">What each sends.</param>
    /// <param name="steadyUsec">See <see cref="Child"/>.</param>
    /// <param name="isSinkPlain">See <see cref="Sink"/>.</param>
    public Target(
        string text, string key, int connections, Shape shape, long steadyUsec, bool isSinkPlain = true)
    {
        string[] parts = text.Split('=', ',');
        Name = parts[0];
        _port = int.Parse(parts[1], CultureInfo.InvariantCulture);
        Cost = new ProcessCost(int.Parse(parts[2], CultureInfo.InvariantCulture));
        _shape = shape;
        _sink = parts.Length > 3
            ? new Sink(int.Parse(parts[3], CultureInfo.InvariantCulture), isSinkPlain)
            : null;
        for (int i = 0; i < connections; i++)
        {
            _children.Add(new Child(_port, key, i, shape, steadyUsec));
            _localPorts.Add(_children[i].LocalPort);
        }
    }

    public string Name { get; }

    public ProcessCost Cost { get; }

    public int Connections => _children.Count;

    public List<Window> Windows { get; } = [];

    /// <summary>Samples of whole rounds that the kernel has taken.</summary>
    public long Samples => _children.Sum(child => child.Rounds) * _shape.Samples;

    /// <summary>
    /// Everything as fast as the parent takes it, for a time; ends when the parent has read all.
    /// </summary>
    public Window Flood(double seconds)
    {
        long samples = Samples;
        long cpu = Cost.CpuNs();
        var watch = Stopwatch.StartNew();
        var sockets = new List<Socket>(_children.Count);
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            bool any = false;
            foreach (Child child in _children)
            {
                any |= child.Push(isResync: true);
            }

            if (!any)
            {
                AwaitRoom(sockets, _children);
            }
        }

        FinishRounds(isResync: true);
        Drain();
        double wall = watch.Elapsed.TotalSeconds;
        Settle();
        return new Window(Samples - samples, (Cost.CpuNs() - cpu) / 1e9, wall);
    }

    /// <summary>What has come out at the far end of a proxy.</summary>
    public void ReportSink()
    {
        if (_sink == null)
        {
            return;
        }

        // BEGIN, SET..., END of each chart, once it was known there; definitions and the node's own charts
        // are some thousand lines more.
        long expected = _children.Sum(child => child.Rounds) * _shape.Charts * (_shape.Dimensions + 2);
        Console.WriteLine($"{Name}: version {_sink.Version} with its parent, {_sink.Accepted} handshakes, "
            + $"{_sink.Bytes / 1e6:0.0} MB"
            + (_sink.IsPlain ? $", {100.0 * _sink.Lines / expected:0.00} % of the lines sent" : " (LZ4)"));
    }

    /// <summary>One round of some hosts.</summary>
    public void Tick(int firstChild, int count, bool isResync)
    {
        foreach (Child child in _children.GetRange(firstChild, count))
        {
            child.Push(isResync);
        }

        FinishRounds(isResync);
    }

    /// <summary>Waits until nothing is on the way any more.</summary>
    public void Drain()
    {
        var watch = Stopwatch.StartNew();
        while (Backlog.Bytes(_port, _localPorts) > 0)
        {
            if (watch.Elapsed.TotalSeconds > DrainSecondsMax)
            {
                throw new TimeoutException($"{Name} has not read everything after {DrainSecondsMax} seconds");
            }

            Thread.Sleep(1);
        }
    }

    /// <summary>
    /// What the parent says of the last host: that it knows all charts, and, where the values are counters,
    /// that what it has stored adds up to what was counted. Empty: all is well.
    /// </summary>
    public string Check()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        Child child = _children[^1];
        string url = $"http://127.0.0.1:{_port}/host/{child.Hostname}/api/v1";
        JsonElement charts = JsonDocument.Parse(http.GetStringAsync(url + "/charts").Result).RootElement;
        int count = charts.GetProperty("charts").EnumerateObject().Count();
        if (count != _shape.Charts)
        {
            return $"{Name} has {count} charts of {_shape.Charts}";
        }

        int last = _shape.Charts - 1;
        string query = $"chart={_shape.Chart(last)}&dimensions={_shape.Dimension(last, 0)}";
        string data = http.GetStringAsync($"{url}/data?{query}&after=-600&format=csv").Result;
        double sum = data.Split('\n').Skip(1).Sum(Value);
        double counted = child.Rounds * Round.StepOfFirst;
        string found = $"{Name} has stored {100 * sum / counted:0.0} % of what {child.Hostname} counted";
        Console.WriteLine(_shape.IsMixed ? $"{Name}: gauges, only their presence is checked" : found);
        return sum > 0 && (_shape.IsMixed || sum >= StoredPartMin * counted) ? "" : found;
    }

    public void Dispose()
    {
        _children.ForEach(child => child.Dispose());
        _sink?.Dispose();
    }

    /// <summary>A proxy is done when nothing comes out at its far end any more.</summary>
    private void Settle()
    {
        long before;
        do
        {
            before = _sink?.Bytes ?? 0;
            Thread.Sleep(SettleMs);
        }
        while (_sink != null && _sink.Bytes != before);
    }

    private void FinishRounds(bool isResync)
    {
        var sockets = new List<Socket>();
        List<Child> unfinished = _children.FindAll(child => !child.IsBetweenRounds);
        while (unfinished.Count > 0)
        {
            bool any = false;
            foreach (Child child in unfinished)
            {
                any |= child.Push(isResync);
            }

            unfinished.RemoveAll(child => child.IsBetweenRounds);
            if (!any && unfinished.Count > 0)
            {
                AwaitRoom(sockets, unfinished);
            }
        }
    }

    private static void AwaitRoom(List<Socket> sockets, List<Child> children)
    {
        sockets.Clear();
        sockets.AddRange(children.Select(child => child.Socket));
        Socket.Select(null, sockets, null, 100_000);
    }

    /// <summary>The value of a row <c>time,value</c>; 0 for a slot without one.</summary>
    private static double Value(string row)
    {
        string[] cells = row.Trim().Split(',');
        return cells.Length == 2 && double.TryParse(cells[1], CultureInfo.InvariantCulture, out double value)
            ? value
            : 0;
    }
}
