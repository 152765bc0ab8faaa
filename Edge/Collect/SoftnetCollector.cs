using Edge.Store;

namespace Edge.Collect;

/// <summary>
/// /proc/net/softnet_stat: packets that each CPU took from the network (spec collectors 5.7).
/// </summary>
internal sealed class SoftnetCollector : ICollector
{
    public const string Module = "/proc/net/softnet_stat";

    private const string Section = $"plugin:proc:{Module}";

    /// <summary>Columns of the file that are shown, in the order of the dimensions.</summary>
    private const int Columns = 5;
    private const int ReceivedRpsColumn = 9;

    private static readonly string[] Ids =
        ["processed", "dropped", "squeezed", "received_rps", "flow_limit_count"];

    private readonly Site _site;
    private readonly Source _source;
    private readonly OnDemand _perCore;
    private readonly List<DemandChart> _cores = [];
    private DemandChart? _total;
    private int _columns;

    public SoftnetCollector(Site site)
    {
        _site = site;
        _source = new Source(site, site.Monitored(Section, Module));
        _perCore = site.Flag(Section, "softnet_stat per core");
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        Span<uint> sums = stackalloc uint[Columns];
        Span<long> values = stackalloc long[Columns];
        sums.Clear();
        int cpu = 0;
        var lines = new Lines(text);
        for (; cpu < Limits.SoftnetLinesMax && lines.Next(out ReadOnlySpan<byte> line); cpu++)
        {
            int columns = Parse(line, values);
            if (columns == 0)
            {
                continue;
            }

            _columns = _columns == 0 ? columns : _columns;
            for (int i = 0; i < Columns; i++)
            {
                sums[i] += (uint)values[i];
            }

            if (_perCore == OnDemand.Yes)
            {
                Core(cpu).Collect(values[.._columns], nowUsec);
            }
        }

        if (_columns > 0)
        {
            for (int i = 0; i < Columns; i++)
            {
                values[i] = sums[i];
            }

            _total ??= Define(new ChartDefinition
            {
                Type = "system", Id = "softnet_stat", Family = "softnet_stat",
                Context = "system.softnet_stat",
                Title = "System softnet_stat", Units = "events/s", Priority = 955, Module = Module,
            });
            _total.Collect(values[.._columns], nowUsec);
        }

        return null;
    }

    public void Dispose() => _source.Dispose();

    /// <summary>
    /// Hexadecimal columns, of which old kernels have fewer. Returns how many of the shown ones there are.
    /// </summary>
    private static int Parse(ReadOnlySpan<byte> line, Span<long> values)
    {
        values.Clear();
        var words = new Words(line, Separators.Blanks);
        int found = 0;
        for (int i = 0; i < Columns; i++)
        {
            if (i == 3)
            {
                words.Skip(ReceivedRpsColumn - 3);
            }

            ReadOnlySpan<byte> word = words.Next();
            values[i] = (uint)Numbers.Hex(word);
            found += word.IsEmpty ? 0 : 1;
        }

        return found;
    }

    /// <summary>Lines stand for CPUs by their number, a line that was skipped too.</summary>
    private DemandChart Core(int cpu)
    {
        while (_cores.Count <= cpu)
        {
            int number = _cores.Count;
            _cores.Add(Define(new ChartDefinition
            {
                Type = "cpu", Id = $"cpu{number}_softnet_stat", Family = "softnet_stat",
                Context = "cpu.softnet_stat", Title = $"CPU{number} softnet_stat", Units = "events/s",
                Priority = 4101 + number, Module = Module,
            }));
        }

        return _cores[cpu];
    }

    private DemandChart Define(ChartDefinition definition) => new(_site, OnDemand.Yes, definition,
        Array.ConvertAll(Ids[.._columns], static id => new DimensionDefinition(id, Algorithm.Incremental)));
}
