using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>/sys/devices/system/node: where memory came from, by NUMA node (spec collectors 4.3).</summary>
internal sealed class NumaCollector : ICollector
{
    public const string Module = "/sys/devices/system/node";

    private const string Section = $"plugin:proc:{Module}";

    /// <summary>Ours: what <c>auto</c> takes for a machine with NUMA.</summary>
    private const int NodesMin = 2;

    private static readonly string[] Keys =
        ["numa_hit", "numa_miss", "local_node", "numa_foreign", "interleave_hit", "other_node"];

    private static readonly DimensionDefinition[] Dimensions =
    [
        Count("numa_hit", "hit"), Count("numa_miss", "miss"), Count("local_node", "local"),
        Count("numa_foreign", "foreign"), Count("interleave_hit", "interleave"),
        Count("other_node", "other"),
    ];

    private readonly Site _site;
    private readonly string _path;
    private readonly OnDemand _demand;
    private readonly List<Node> _nodes = [];
    private bool _isFound;

    public NumaCollector(Site site)
    {
        _site = site;
        _path = site.Settings.Text(Section, "directory to monitor", site.Path(Module));
        _demand = site.Settings.OnDemand(Section, "enable per-node numa metrics", OnDemand.Auto);
    }

    public string? Collect(long nowUsec)
    {
        if (!_isFound && !Find())
        {
            return ICollector.Absent;
        }

        Span<long> values = stackalloc long[Keys.Length];
        foreach (Node node in _nodes)
        {
            if (_site.TryRead(node.File, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax)
                && node.Values.Read(text))
            {
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (long)node.Values[i];
                }

                node.Chart.Collect(values, nowUsec);
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (Node node in _nodes)
        {
            node.File.Dispose();
        }
    }

    /// <summary>Nodes are looked for once.</summary>
    private bool Find()
    {
        _isFound = true;
        List<string> names = Folders.Numbered(_path, "node");
        OnDemand demand = _demand;
        if (names.Count == 0 || !_site.Shows(ref demand, names.Count >= NodesMin))
        {
            return false;
        }

        foreach (string name in names)
        {
            _nodes.Add(new Node(new ProcFile($"{_path}/{name}/numastat"), new KeyedFile(Keys),
                new DemandChart(_site, OnDemand.Yes, new ChartDefinition
                {
                    Type = "mem", Id = name, Family = "numa", Title = "NUMA events", Units = "events/s",
                    Priority = 1410, Flags = ChartFlags.Detail, Module = Module,
                }, Dimensions)));
        }

        return true;
    }

    private static DimensionDefinition Count(string id, string name) =>
        new(id, Algorithm.Incremental, Name: name);

    private sealed record Node(ProcFile File, KeyedFile Values, DemandChart Chart);
}
