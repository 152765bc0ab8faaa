using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Collect;

/// <summary>
/// /proc/net/dev: network interfaces as they come and go, and their sum (spec collectors 5.1).
/// </summary>
internal sealed class NetdevCollector : ICollector
{
    public const string Module = "/proc/net/dev";
    public const string Section = "plugin:proc:/proc/net/dev";

    private const int HeaderLines = 2;

    private readonly Site _site;
    private readonly Source _source;
    private readonly NetdevOptions _options;
    private readonly DemandChart _total;
    private readonly Dictionary<string, NetInterface> _byName = new(Utf8Comparer.Instance);

    /// <summary>In the order of the last read, to be expected again.</summary>
    private readonly List<NetInterface> _order = [];
    private long _tick;
    private int _interfacesVersion;
    private bool _isFull;

    public NetdevCollector(Site site)
    {
        _site = site;
        string path = site.Options.HostPrefix.Length == 0 ? "/proc/net/dev" : "/proc/1/net/dev";
        _source = new Source(site, site.Monitored(Section, path));
        _options = new NetdevOptions(site);
        _total = new DemandChart(site, _options.Bandwidth, new ChartDefinition
        {
            Type = "system", Id = "net", Family = "network",
            Title = "Physical Network Interfaces Aggregated Bandwidth",
            Units = "kilobits/s", Style = ChartStyle.Area, Priority = 500, Module = Module,
        }, new DimensionDefinition("InOctets", Algorithm.Incremental, 8, 1000, "received"),
            new DimensionDefinition("OutOctets", Algorithm.Incremental, -8, 1000, "sent"));
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        _tick++;
        ulong received = 0;
        ulong sent = 0;
        int seen = 0;
        int row = -HeaderLines;
        var lines = new Lines(text);
        for (; lines.Next(out ReadOnlySpan<byte> line); row++)
        {
            NetInterface? device = row < 0 ? null : CollectLine(line, seen, nowUsec);
            if (device == null)
            {
                continue;
            }

            device.SeenTick = _tick;
            seen++;
            if (device.IsEnabled && !device.IsVirtual)
            {
                received += device.ReceivedBytes;
                sent += device.SentBytes;
            }
        }

        _total.Collect([(long)received, (long)sent], nowUsec);
        if (_total.IsOn)
        {
            // The reference latches the option itself, so that later interfaces have their chart at once.
            _options.Bandwidth = OnDemand.Yes;
        }

        if (seen < _byName.Count)
        {
            Retire();
        }

        RefreshVariables(nowUsec);
        FollowContainers();
        return null;
    }

    public void Dispose() => _source.Dispose();

    /// <summary>name: 16 counters. Null: not a line of an interface, or one too many, or one twice.</summary>
    private NetInterface? CollectLine(ReadOnlySpan<byte> line, int expected, long nowUsec)
    {
        var words = new Words(line, Separators.CommaAndBar);
        ReadOnlySpan<byte> name = words.Next();
        name = name.EndsWith(":"u8) ? name[..^1] : name;
        Span<long> counters = stackalloc long[NetInterface.Counters];
        for (int i = 0; i < counters.Length; i++)
        {
            counters[i] = (long)words.Number();
        }

        if (words.Taken < NetInterface.Counters + 1 || name.IsEmpty
            || Find(name, expected) is not NetInterface device || device.SeenTick == _tick)
        {
            return null;
        }

        device.Collect(counters, nowUsec);
        return device;
    }

    private NetInterface? Find(ReadOnlySpan<byte> name, int expected)
    {
        if (expected < _order.Count && name.SequenceEqual(_order[expected].NameBytes))
        {
            return _order[expected];
        }

        if (!_byName.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out NetInterface? device))
        {
            if (_byName.Count == Limits.DevicesMax)
            {
                Refuse();
                return null;
            }

            device = new NetInterface(_site, _options, name,
                _site.Options.Interfaces?.Find(System.Text.Encoding.UTF8.GetString(name)));
            _byName.Add(device.Name, device);
        }

        if (expected < _order.Count)
        {
            _order[expected] = device;
        }
        else
        {
            _order.Add(device);
        }

        return device;
    }

    private void Refuse()
    {
        if (!_isFull)
        {
            _isFull = true;
            Log.Error(Site.Tag,
                $"More than {Limits.DevicesMax} network interfaces; the others are not collected.");
        }
    }

    private void Retire()
    {
        foreach (KeyValuePair<string, NetInterface> pair in _byName)
        {
            if (pair.Value.SeenTick != _tick)
            {
                pair.Value.Retire();
                _byName.Remove(pair.Key);
            }
        }

        _order.Clear();
        _isFull = false;
    }

    /// <summary>After the loop: reading other files overwrites the text that the lines stand in.</summary>
    private void RefreshVariables(long nowUsec)
    {
        foreach (NetInterface device in _order)
        {
            device.RefreshVariables(nowUsec);
        }
    }

    /// <summary>Interfaces that became those of a container, or are no more, get other charts from the next
    /// tick on.</summary>
    private void FollowContainers()
    {
        if (_site.Options.Interfaces is not { } interfaces || interfaces.Version == _interfacesVersion)
        {
            return;
        }

        _interfacesVersion = interfaces.Version;
        for (int i = 0; i < _order.Count; i++)
        {
            NetInterface device = _order[i];
            ContainerInterface? container = interfaces.Find(device.Name);
            if (container != device.Container)
            {
                device.Retire();
                _order[i] = new NetInterface(_site, _options, device.NameBytes, container);
                _byName[device.Name] = _order[i];
            }
        }
    }
}
