namespace Edge.Collect;

/// <summary>
/// /proc/net/ip_vs_stats: what the kernel's load balancer passed on (spec collectors 5.8).
/// </summary>
internal sealed class IpvsCollector : ICollector
{
    public const string Key = "/proc/net/ip_vs/stats";

    private const string Module = "/proc/net/ip_vs_stats";
    private const string Section = $"plugin:proc:{Module}";
    private const int HeaderLines = 2;

    private readonly Source _source;
    private readonly CounterCharts _charts;

    public IpvsCollector(Site site)
    {
        _source = new Source(site, site.Monitored(Section, Module));
        _charts = new CounterCharts(site, Module, Table, option => site.Flag(Section, option));
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        // connections, packets in and out, bytes in and out of all CPUs: the slots of the table.
        _charts.Clear();
        var lines = new Lines(text);
        for (int i = 0; i < HeaderLines; i++)
        {
            lines.Next(out _);
        }

        lines.Next(out ReadOnlySpan<byte> line);
        var words = new Words(line, Separators.Colon);
        for (int i = 0; i < _charts.SlotCount; i++)
        {
            _charts.Set(i, (long)Numbers.Hex(words.Next()));
        }

        if (words.Taken < _charts.SlotCount)
        {
            return "The third line of '" + _source.Path + "' has too few values.";
        }

        _charts.Collect(nowUsec);
        return null;
    }

    public void Dispose() => _source.Dispose();

    private static ReadOnlySpan<byte> Table() =>
        """
        +connections, packets_in, packets_out, bytes_in, bytes_out
        ipvs.sockets | ipvs | IPVS New Connections | connections/s | line 3101 | IPVS connections | |
            connections
        ipvs.packets | ipvs | IPVS Packets | packets/s | line 3102 | IPVS packets | |
            received@packets_in, sent@packets_out*-1
        ipvs.net | ipvs | IPVS Bandwidth | kilobits/s | area 3100 | IPVS bandwidth | |
            received@bytes_in*8/1000, sent@bytes_out*-8/1000
        """u8;
}
