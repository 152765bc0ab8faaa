using System.Text;
using Edge.Store;
using Edge.Text;

namespace Edge.Collect;

/// <summary>
/// /proc/pagetypeinfo: free memory by the order of its blocks (spec collectors 4.7). Off by default: reading
/// it makes the kernel count its free lists.
/// </summary>
internal sealed class PagetypeinfoCollector : ICollector
{
    public const string Module = "/proc/pagetypeinfo";

    private const string Section = $"plugin:proc:{Module}";
    private const int HeadLine = 3;

    /// <summary>Words of the head before the numbers: Free pages count per migrate type at order.</summary>
    private const int HeadWords = 8;

    /// <summary>Words of a data line before them: Node 0, zone DMA, type Movable.</summary>
    private const int LineWords = 6;

    /// <summary>Spec collectors 4.7: where the reference cuts.</summary>
    private const int TitleChars = 31;

    private readonly Site _site;
    private readonly Source _source;
    private readonly bool _hasSummary;
    private readonly OnDemand _perType;
    private readonly SimplePattern _hidden;
    private readonly List<DemandChart?> _types = [];
    private DimensionDefinition[] _orders = [];
    private long[] _values = [];
    private long[] _sums = [];
    private DemandChart? _global;
    private bool _isDecided;

    public PagetypeinfoCollector(Site site)
    {
        _site = site;
        _source = new Source(site, site.Monitored(Section, Module));
        _hasSummary = site.Settings.Flag(Section, "enable system summary", true);
        _perType = site.Settings.OnDemand(Section, "enable detail per-type", OnDemand.Auto);
        _hidden = SimplePattern.Parse(site.Settings.Text(Section, "hide charts id matching", ""));
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        if (!CollectText(text, nowUsec))
        {
            return _isDecided ? null : $"File '{Module}' has a layout that is not known.";
        }

        _isDecided = true;
        _global?.Collect(_sums, nowUsec);
        return null;
    }

    public void Dispose() => _source.Dispose();

    private bool CollectText(ReadOnlySpan<byte> text, long nowUsec)
    {
        var lines = new Lines(text);
        ReadOnlySpan<byte> line = [];
        for (int i = 0; i <= HeadLine; i++)
        {
            if (!lines.Next(out line))
            {
                return false;
            }
        }

        if (!_isDecided && !ReadHead(line))
        {
            return false;
        }

        Array.Clear(_sums);
        for (int index = 0; lines.Next(out line) && CollectLine(line, index, nowUsec); index++)
        {
        }

        return true;
    }

    /// <summary>How many orders there are is said once, by the numbers at the end of the head.</summary>
    private bool ReadHead(ReadOnlySpan<byte> line)
    {
        var words = new Words(line, Separators.Colon);
        words.Skip(HeadWords);
        int count = 0;
        while (count <= Limits.PageOrdersMax && !words.Next().IsEmpty)
        {
            count++;
        }

        if (count is 0 or > Limits.PageOrdersMax)
        {
            return false;
        }

        long pageBytes = Environment.SystemPageSize;
        _orders = new DimensionDefinition[count];
        for (int i = 0; i < count; i++)
        {
            string order = Site.Text(i);
            _orders[i] = new DimensionDefinition(order, Algorithm.Absolute, pageBytes, 1,
                $"{Site.Text((1L << i) * pageBytes / 1024)}KB ({order})");
        }

        _values = new long[count];
        _sums = new long[count];
        _global = _hasSummary
            ? new DemandChart(_site, OnDemand.Yes, Define("pagetype_global", "System orders available", 1450),
                _orders)
            : null;
        return true;
    }

    /// <summary>False: the lines of the free lists are over.</summary>
    private bool CollectLine(ReadOnlySpan<byte> line, int index, long nowUsec)
    {
        var words = new Words(line, Separators.Colon);
        if (!words.Next().SequenceEqual("Node"u8))
        {
            return false;
        }

        ulong node = words.Number();
        words.Skip(1);
        ReadOnlySpan<byte> zone = words.Next();
        words.Skip(1);
        ReadOnlySpan<byte> type = words.Next();
        long total = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = (long)(words.Number() << i);
            total += _values[i];
        }

        if (words.Taken < LineWords + _values.Length)
        {
            return false;
        }

        for (int i = 0; i < _values.Length; i++)
        {
            _sums[i] += _values[i];
        }

        if (!_isDecided && index < Limits.DevicesMax)
        {
            _types.Add(Decide(node, Encoding.UTF8.GetString(zone), Encoding.UTF8.GetString(type), index,
                total));
        }

        if (index < _types.Count)
        {
            _types[index]?.Collect(_values, nowUsec);
        }

        return true;
    }

    /// <summary>Which lines have a chart is decided in the first iteration.</summary>
    private DemandChart? Decide(ulong node, string zone, string type, int index, long total)
    {
        OnDemand demand = _perType;
        string id = $"pagetype_Node{node}_{zone}_{type}";
        if (_hidden.Matches(id) || _hidden.Matches($"mem.{id}") || !_site.Shows(ref demand, total > 0))
        {
            return null;
        }

        string title = $"Node {node} {zone} {type}";
        return new DemandChart(_site, OnDemand.Yes,
            Define(id, title.Length <= TitleChars ? title : title[..TitleChars], 1451 + index), _orders);
    }

    private static ChartDefinition Define(string id, string title, int priority) => new()
    {
        Type = "mem", Id = id, Family = "pagetype", Title = title, Units = "B", Style = ChartStyle.Stacked,
        Priority = priority, Module = Module,
    };
}
