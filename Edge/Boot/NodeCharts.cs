using Edge.Collect;
using Edge.Http;
using Edge.Query;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// The charts of the node about itself (spec collectors 13.1) and Edge's own of memory and links; at the end
/// of each tick of the collectors, with <c>[plugin:proc] netdata server resources</c>. Lives on pulse, the
/// local host's gate held; allocates nothing once all owners of memory are known.
/// </summary>
internal sealed class NodeCharts : IDisposable
{
    private const int StatmBytesMax = 4096;
    private readonly Host _host;
    private readonly HttpTally _web;
    private readonly QueryTally? _tally;
    private readonly StreamMonitor? _links;
    private readonly FixedChart _pulseCpu;
    private readonly FixedChart _processCpu;
    private readonly FixedChart _clients;
    private readonly FixedChart _requests;
    private readonly FixedChart _net;
    private readonly FixedChart _responseTime;
    private readonly Chart? _compression;
    private readonly Chart? _memory;
    private readonly List<Dimension> _owners = [];
    private readonly Dimension? _managed;
    private readonly FixedChart _resident;
    private readonly ProcFile _statm = new("/proc/self/statm");
    private readonly Dimension? _savings;
    private FixedChart? _queries;
    private FixedChart? _points;
    private byte[] _buffer = new byte[StatmBytesMax];
    private long _lastRequests;
    private long _lastUsedUsec;
    private long _lastPlain;
    private long _lastPacked;
    private long _averageUsec;
    private long _savingsThousandths;

    /// <param name="host">The local one.</param>
    /// <param name="web">Of the web server; all zero where there is none.</param>
    /// <param name="queries">Null: nobody can ask the store.</param>
    /// <param name="book">Null: the node has no network.</param>
    public NodeCharts(Host host, HttpTally web, QueryTally? queries, LinkBook? book)
    {
        _host = host;
        _web = web;
        _tally = queries;
        using (host.Gate.Enter())
        {
            _pulseCpu = Cpu("plugin_proc_cpu", "NetData Proc Plugin CPU usage", "proc", 132_000);
            _processCpu = Cpu("server_cpu", "NetData CPU usage", "netdata", 130_000);
            _clients = Define("clients", "NetData Web Clients", "connected clients", 130_200,
                ChartStyle.Line, ("clients", Algorithm.Absolute, 1, 1));
            _requests = Define("requests", "NetData Web Requests", "requests/s", 130_300, ChartStyle.Line,
                ("requests", Algorithm.Incremental, 1, 1));
            _net = Define("net", "NetData Network Traffic", "kilobits/s", 130_000, ChartStyle.Area,
                ("in", Algorithm.Incremental, 8, 1000), ("out", Algorithm.Incremental, -8, 1000));
            _responseTime = Define("response_time", "NetData API Response Time", "milliseconds/request",
                130_400, ChartStyle.Line,
                ("average", Algorithm.Absolute, 1, 1000), ("max", Algorithm.Absolute, 1, 1000));
            _compression = Define("compression_ratio", "NetData API Responses Compression Savings Ratio",
                "percentage", 130_500, ChartStyle.Line).Chart;
            _savings = _compression?.Define("savings", divisor: 1000);
            _memory = host.Define(Own("memory", "Memory of This Process by Owner", ChartStyle.Stacked, 0));
            _managed = _memory?.Define("managed", divisor: 1024);
            _resident = new FixedChart(host,
                Own("resident", "Resident Memory of This Process", ChartStyle.Line, 1),
                ("resident", Algorithm.Absolute, Environment.SystemPageSize, 1024));
        }

        _links = book == null ? null : new StreamMonitor(book);
    }

    public void Tick(long nowUsec)
    {
        Guard.That(_host.Gate.IsHeld);
        CpuUsage.OfThread(out long user, out long system);
        _pulseCpu.Collect(nowUsec, user, system);
        CpuUsage.OfProcess(out user, out system);
        _processCpu.Collect(nowUsec, user, system);
        _clients.Collect(nowUsec, _web.Clients);
        _requests.Collect(nowUsec, _web.Requests);
        _net.Collect(nowUsec, _web.BytesIn, _web.BytesOut);
        CollectResponses(nowUsec);
        CollectSavings(nowUsec);
        CollectQueries(nowUsec);
        CollectMemory(nowUsec);
        _links?.Tick(nowUsec);
    }

    public void Dispose() => _statm.Dispose();

    /// <summary>With no requests the average repeats and the maximum is the average.</summary>
    private void CollectResponses(long nowUsec)
    {
        (long requests, long used, long longest) = (_web.Requests, _web.UsedUsec, _web.TakeLongestUsec());
        if (requests > _lastRequests)
        {
            _averageUsec = (used - _lastUsedUsec) / (requests - _lastRequests);
        }

        (_lastRequests, _lastUsedUsec) = (requests, used);
        _responseTime.Collect(nowUsec, _averageUsec, longest > 0 ? longest : _averageUsec);
    }

    /// <summary>Before the first answer the chart is there and its dimension is not set.</summary>
    private void CollectSavings(long nowUsec)
    {
        (long plain, long packed) = (_web.PlainBytes, _web.PackedBytes);
        if (plain > _lastPlain)
        {
            long bytes = plain - _lastPlain;
            _savingsThousandths = (bytes - (packed - _lastPacked)) * 100_000 / bytes;
        }

        (_lastPlain, _lastPacked) = (plain, packed);
        if (_compression == null || _savings == null)
        {
            return;
        }

        if (plain > 0)
        {
            _compression.Set(_savings, _savingsThousandths, nowUsec);
        }

        _compression.Commit(nowUsec);
    }

    /// <summary>These two appear with the first query.</summary>
    private void CollectQueries(long nowUsec)
    {
        if (_tally == null || _tally.Queries == 0)
        {
            return;
        }

        _queries ??= new FixedChart(_host,
            Definition("queries", "NetData API Queries", "queries/s", 130_500, ChartStyle.Line) with
            {
                Family = "queries",
            }, ("queries", Algorithm.Incremental, 1, 1));
        _points ??= new FixedChart(_host,
            Definition("db_points", "NetData API Points", "points/s", 130_501, ChartStyle.Area) with
            {
                Family = "queries",
            }, ("read", Algorithm.Incremental, 1, 1), ("generated", Algorithm.Incremental, -1, 1));
        _queries.Collect(nowUsec, _tally.Queries);
        _points.Collect(nowUsec, _tally.PointsRead, _tally.PointsGenerated);
    }

    /// <summary>An owner gets its dimension when it appears, and keeps it.</summary>
    private void CollectMemory(long nowUsec)
    {
        if (_memory != null && _managed != null)
        {
            for (int i = _owners.Count; i < Ledger.Count; i++)
            {
                string name = Ledger.OwnerAt(i).Replace(' ', '_');
                if (_memory.Define(name, divisor: 1024) is not { } dimension)
                {
                    break;
                }

                _owners.Add(dimension);
            }

            _memory.Set(_managed, GC.GetTotalMemory(forceFullCollection: false), nowUsec);
            for (int i = 0; i < _owners.Count; i++)
            {
                _memory.Set(_owners[i], Ledger.BytesAt(i), nowUsec);
            }

            _memory.Commit(nowUsec);
        }

        // size resident shared ..., in pages
        int count = _statm.Read(ref _buffer, StatmBytesMax);
        ReadOnlySpan<byte> text = count > 0 ? _buffer.AsSpan(0, count) : [];
        int blank = text.IndexOf((byte)' ');
        if (blank > 0 && System.Buffers.Text.Utf8Parser.TryParse(text[(blank + 1)..], out long pages, out _))
        {
            _resident.Collect(nowUsec, pages);
        }
    }

    private FixedChart Cpu(string id, string title, string family, int priority) => new(_host,
        Definition(id, title, "milliseconds/s", priority, ChartStyle.Stacked) with { Family = family },
        ("user", Algorithm.Incremental, 1, 1000), ("system", Algorithm.Incremental, 1, 1000));

    private FixedChart Define(string id, string title, string units, int priority, ChartStyle style,
        params ReadOnlySpan<(string Id, Algorithm Algorithm, long Multiplier, long Divisor)> dimensions) =>
        new(_host, Definition(id, title, units, priority, style), dimensions);

    private static ChartDefinition Definition(string id, string title, string units, int priority,
        ChartStyle style) => new()
    {
        Type = "netdata", Id = id, Family = "netdata", Title = title, Units = units, Style = style,
        Priority = priority, Plugin = StreamMonitor.Plugin, Module = StreamMonitor.Module,
    };

    private static ChartDefinition Own(string id, string title, ChartStyle style, int place) => new()
    {
        Type = "edge", Id = id, Family = "memory", Title = title, Units = "KiB", Style = style,
        Priority = 135_100 + place, Plugin = StreamMonitor.Plugin, Module = StreamMonitor.Module,
    };
}
