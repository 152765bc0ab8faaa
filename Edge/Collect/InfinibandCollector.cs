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
    private readonly List<InfinibandPort> _ports = [];
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
        if (_ports.Count == 0)
        {
            FindPorts();
            if (_ports.Count == 0)
            {
                return $"Cannot find a port with counters below '{_path}'.";
            }
        }

        bool isDue = _onlyActive && _statePace.IsDue(nowUsec);
        foreach (InfinibandPort port in _ports)
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
        foreach (string device in Entries(_path))
        {
            foreach (string port in Entries($"{device}/ports"))
            {
                if (!Directory.Exists($"{port}/counters"))
                {
                    continue;
                }

                if (_ports.Count == Limits.InfinibandPortsMax)
                {
                    Log.Error(Site.Tag, $"More than {Limits.InfinibandPortsMax} InfiniBand ports; "
                        + "the others are not collected.");
                    return;
                }

                _ports.Add(new InfinibandPort(_site, System.IO.Path.GetFileName(device),
                    System.IO.Path.GetFileName(port), port, Default));
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
