using Edge.Sys;
using Edge.Text;

namespace Edge.Collect;

/// <summary>
/// /sys/class/infiniband: the ports that are there at the start (spec collectors 5.11).
/// </summary>
internal sealed class InfinibandCollector : ICollector
{
    public const string Module = "/sys/class/infiniband";
    public const string Section = $"plugin:proc:{Module}";

    private readonly Site _site;
    private readonly string _path;
    private readonly SimplePattern _disabled;
    private readonly bool _onlyActive;
    private readonly OnDemand _bytes;
    private readonly OnDemand _packets;
    private readonly OnDemand _errors;
    private readonly OnDemand _hardwarePackets;
    private readonly OnDemand _hardwareErrors;
    private InfinibandPort? _first;
    private Pace _statePace;

    public InfinibandCollector(Site site)
    {
        _site = site;
        OnDemand Demand(string option, OnDemand fallback) =>
            site.Settings.OnDemand(Section, option, fallback);
        _path = site.Settings.Text(Section, "dirname to monitor", site.Path(Module));
        _bytes = Demand("bandwidth counters", OnDemand.Yes);
        _packets = Demand("packets counters", OnDemand.Yes);
        _errors = Demand("errors counters", OnDemand.Yes);
        _hardwarePackets = Demand("hardware packets counters", OnDemand.Auto);
        _hardwareErrors = Demand("hardware errors counters", OnDemand.Auto);
        _onlyActive = Demand("monitor only active ports", OnDemand.Auto) != OnDemand.No;
        _disabled = SimplePattern.Parse(
            site.Settings.Text(Section, "disable by default interfaces matching", ""));
        _statePace = new Pace(site.Settings.Number(Section, "refresh ports state every seconds", 30));
    }

    public string? Collect(long nowUsec)
    {
        if (_first == null)
        {
            FindPorts();
            if (_first == null)
            {
                return $"Cannot find a port with counters below '{_path}'.";
            }
        }

        bool isDue = _onlyActive && _statePace.IsDue(nowUsec);
        for (InfinibandPort? port = _first; port != null; port = port.Next)
        {
            if (isDue)
            {
                port.RefreshState();
            }

            if (port.IsActive || !_onlyActive)
            {
                port.Collect(nowUsec);
            }
        }

        return null;
    }

    public void Dispose()
    {
    }

    private void FindPorts()
    {
        int count = 0;
        InfinibandPort? last = null;
        foreach (string device in Entries(_path))
        {
            foreach (string port in Entries($"{device}/ports"))
            {
                if (!Directory.Exists($"{port}/counters"))
                {
                    continue;
                }

                if (count++ == Limits.InfinibandPortsMax)
                {
                    Log.Error(Site.Tag, $"More than {Limits.InfinibandPortsMax} InfiniBand ports; "
                        + "the others are not collected.");
                    return;
                }

                var found = new InfinibandPort(_site, Path.GetFileName(device), Path.GetFileName(port), port,
                    Default);
                _first ??= found;
                last?.Append(found);
                last = found;
            }
        }
    }

    private OnDemand Default(string port, string option) =>
        _disabled.Matches(port) ? OnDemand.No
        : option switch
        {
            "bytes" => _bytes,
            "packets" => _packets,
            "errors" => _errors,
            "hwpackets" => _hardwarePackets,
            _ => _hardwareErrors,
        };

    /// <summary>In the order of their names; none where it cannot be read.</summary>
    private static string[] Entries(string path)
    {
        try
        {
            string[] entries = Directory.Exists(path) ? Directory.GetFileSystemEntries(path) : [];
            Array.Sort(entries, static (a, b) => string.CompareOrdinal(a, b));
            return entries;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
