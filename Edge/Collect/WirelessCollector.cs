using System.Text;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// /proc/net/wireless: how well wireless interfaces hear, as they come and go (spec collectors 5.10).
/// </summary>
internal sealed class WirelessCollector : ICollector
{
    public const string Module = "/proc/net/wireless";

    private const string Section = $"plugin:proc:{Module}";
    private const int HeaderLines = 2;

    /// <summary>Numbers in a line behind the name.</summary>
    private const int Values = 10;

    private readonly Site _site;
    private readonly Source _source;
    private WirelessAdapter? _newest;
    private int _count;
    private long _tick;
    private bool _isFull;

    public WirelessCollector(Site site)
    {
        _site = site;
        _source = new Source(site, site.Monitored(Section, Module));
        CounterCharts.Ask(Table(), Demand);
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        _tick++;
        int row = -HeaderLines;
        var lines = new Lines(text);
        for (; lines.Next(out ReadOnlySpan<byte> line); row++)
        {
            if (row >= 0)
            {
                CollectLine(line, nowUsec);
            }
        }

        Retire();
        return null;
    }

    public void Dispose() => _source.Dispose();

    /// <summary>name: status link level noise nwid crypt frag retry misc beacon</summary>
    private void CollectLine(ReadOnlySpan<byte> line, long nowUsec)
    {
        var words = new Words(line, Separators.CommaAndBar);
        ReadOnlySpan<byte> name = words.Next();
        name = name.EndsWith(":"u8) ? name[..^1] : name;
        Span<long> values = stackalloc long[Values];
        for (int i = 0; i < Values; i++)
        {
            values[i] = words.Fixed(0);
        }

        if (words.Taken < Values + 1 || name.IsEmpty || Find(name) is not WirelessAdapter adapter
            || adapter.SeenTick == _tick)
        {
            return;
        }

        adapter.SeenTick = _tick;
        adapter.Charts.Clear();
        for (int i = 0; i < Values; i++)
        {
            adapter.Charts.Set(i, values[i]);
        }

        adapter.Charts.Collect(nowUsec);
    }

    private WirelessAdapter? Find(ReadOnlySpan<byte> name)
    {
        for (WirelessAdapter? adapter = _newest; adapter != null; adapter = adapter.Next)
        {
            if (name.SequenceEqual(adapter.Name))
            {
                return adapter;
            }
        }

        if (_count == Limits.WirelessAdaptersMax)
        {
            Refuse();
            return null;
        }

        var charts = new CounterCharts(_site, Module, Table, Demand)
        {
            Device = Encoding.UTF8.GetString(name),
        };
        _newest = new WirelessAdapter(name.ToArray(), charts) { Next = _newest };
        _count++;
        return _newest;
    }

    /// <summary><c>auto</c> does not wait for a value here.</summary>
    private OnDemand Demand(string option) =>
        _site.Settings.OnDemand(Section, option, OnDemand.Auto) != OnDemand.No
            ? OnDemand.Yes : OnDemand.No;

    private void Refuse()
    {
        if (!_isFull)
        {
            _isFull = true;
            Log.Error(Site.Tag, $"More than {Limits.WirelessAdaptersMax} wireless interfaces; "
                + "the others are not collected.");
        }
    }

    private void Retire()
    {
        WirelessAdapter? newer = null;
        for (WirelessAdapter? adapter = _newest; adapter != null; adapter = adapter.Next)
        {
            if (adapter.SeenTick == _tick)
            {
                newer = adapter;
                continue;
            }

            adapter.Charts.Retire();
            _count--;
            _isFull = false;
            if (newer == null)
            {
                _newest = adapter.Next;
            }
            else
            {
                newer.Next = adapter.Next;
            }
        }
    }

    private static ReadOnlySpan<byte> Table() =>
        """
        +status, link_quality, signal_level, noise_level, nwid, crypt, frag, retry, misc, missed_beacons
        wireless.%s_status wireless.status | %s |
          Internal status reported by interface. |
          status | line 7110 detail | status for all interfaces | |
            #status
        wireless.%s_link_quality wireless.link_quality | %s |
          Overall quality of the link. This is an aggregate value, and depends on the driver and
          hardware. |
          value | line 7111 detail | quality for all interfaces | |
            #link_quality
        wireless.%s_signal_level wireless.signal_level | %s |
          The signal level is the wireless signal power level received by the wireless client. The
          closer the value is to 0, the stronger the signal. |
          dBm | line 7112 detail | quality for all interfaces | |
            #signal_level
        wireless.%s_noise_level wireless.noise_level | %s |
          The noise level indicates the amount of background noise in your environment. The closer the
          value to 0, the greater the noise level. |
          dBm | line 7113 detail | quality for all interfaces | |
            #noise_level
        wireless.%s_discarded_packets wireless.discarded_packets | %s |
          Packet discarded in the wireless adapter due to "wireless" specific problems. |
          packets/s | line 7114 detail | discarded packets for all interfaces | |
            nwid, crypt, frag, retry, misc
        wireless.%s_missed_beacon wireless.missed_beacons | %s |
          Number of missed beacons. |
          frames/s | line 7115 detail | missed beacon for all interface | |
            missed_beacons
        """u8;
}
