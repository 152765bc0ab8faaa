using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// /proc/net/stat/nf_conntrack: connections that the packet filter tracks, and the kernel's limit for them;
/// where that file cannot be had only their number (spec collectors 5.12).
/// </summary>
internal sealed class ConntrackCollector : ICollector
{
    public const string Key = "/proc/net/stat/conntrack";

    private const string Module = "/proc/net/stat/nf_conntrack";
    private const string Section = $"plugin:proc:{Module}";
    private const string MaxPath = "/proc/sys/net/netfilter/nf_conntrack_max";
    private const string CountPath = "/proc/sys/net/netfilter/nf_conntrack_count";
    private const int Columns = 17;
    private const int EntriesSlot = 0;

    private readonly Site _site;
    private readonly HexColumns _reader = new(Columns, isFirstShared: true);
    private readonly CounterCharts _charts;

    /// <summary>Null: only the number of connections is there.</summary>
    private readonly Source? _all;
    private readonly Source _count;
    private ProcFile? _max;
    private Pace _maxPace;

    public ConntrackCollector(Site site)
    {
        _site = site;
        ProcFile all = site.Monitored(Section, Module);
        ProcFile count = site.Monitored($"plugin:proc:{CountPath}", CountPath);
        bool hasAll = all.IsReadable();
        bool hasCount = hasAll || count.IsReadable();
        _all = hasAll ? new Source(site, all) : null;
        _count = new Source(site, count);
        _max = site.Monitored($"plugin:proc:{MaxPath}", MaxPath);
        _maxPace = new Pace(site.Settings.Number($"plugin:proc:{MaxPath}", "read every seconds", 10));
        _charts = new CounterCharts(site, Module, Table, option =>
            site.Settings.Flag(Section, option, option == "netfilter connections" ? hasCount : hasAll)
                ? OnDemand.Yes : OnDemand.No)
        {
            OnlyFound = true,
        };
    }

    public string? Collect(long nowUsec)
    {
        _charts.Clear();
        if (!(_all ?? _count).Read(out ReadOnlySpan<byte> text))
        {
            return (_all ?? _count).Failure;
        }

        if (_all != null)
        {
            _reader.Read(text, _charts);
        }
        else
        {
            var words = new Words(text, Separators.Blanks);
            long count = (long)words.Number();
            if (words.Taken > 0)
            {
                _charts.Set(EntriesSlot, count);
            }
        }

        _charts.Collect(nowUsec);
        RefreshMax(nowUsec);
        return null;
    }

    public void Dispose()
    {
        _all?.Dispose();
        _count.Dispose();
        _max?.Dispose();
    }

    /// <summary>
    /// The host variable <c>netfilter_conntrack_max</c>; a file that fails once is not read again.
    /// </summary>
    private void RefreshMax(long nowUsec)
    {
        if (_max == null || !_maxPace.IsDue(nowUsec))
        {
            return;
        }

        if (_site.TryReadNumber(_max) is ulong max)
        {
            _site.Host.SetVariable("netfilter_conntrack_max", max);
        }
        else
        {
            _max.Dispose();
            _max = null;
        }
    }

    private static ReadOnlySpan<byte> Table() =>
        """
        +entries, searched, found, new, invalid, ignore, delete, delete_list,
            insert, insert_failed, drop, early_drop, icmp_error,
            expect_new, expect_create, expect_delete, search_restart
        netfilter.conntrack_sockets | conntrack | Connection Tracker Connections |
          active connections | line 8700 | netfilter connections | |
            #connections@entries
        netfilter.conntrack_new | conntrack | Connection Tracker New Connections |
          connections/s | line 8701 | netfilter new connections | |
            new, ignore*-1, invalid*-1
        netfilter.conntrack_changes | conntrack | Connection Tracker Changes |
          changes/s | line 8702 detail | netfilter connection changes | |
            inserted@insert, deleted@delete*-1, delete_list*-1
        netfilter.conntrack_expect | conntrack | Connection Tracker Expectations |
          expectations/s | line 8703 detail | netfilter connection expectations | |
            created@expect_create, deleted@expect_delete*-1, new@expect_new
        netfilter.conntrack_search | conntrack | Connection Tracker Searches |
          searches/s | line 8710 detail | netfilter connection searches | |
            searched, restarted@search_restart*-1, found
        netfilter.conntrack_errors | conntrack | Connection Tracker Errors |
          events/s | line 8705 detail | netfilter errors | |
            icmp_error, insert_failed*-1, drop*-1, early_drop*-1
        """u8;
}
