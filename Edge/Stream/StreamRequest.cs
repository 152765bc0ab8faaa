using System.Text;
using Edge.Http;
using Edge.Store;
using Edge.Text;

namespace Edge.Stream;

/// <summary>The parameters of a STREAM request (spec streaming 4), nothing checked yet.</summary>
internal sealed class StreamRequest
{
    private const string HostPrefix = "NETDATA_HOST_OS_";
    private const string SystemPrefix = "NETDATA_SYSTEM_OS_";

    /// <summary>System info that is kept (2.2), by the names of the wire.</summary>
    private static readonly HashSet<string> Kept =
    [
        "NETDATA_SYSTEM_OS_NAME", "NETDATA_SYSTEM_OS_ID", "NETDATA_SYSTEM_OS_ID_LIKE",
        "NETDATA_SYSTEM_OS_VERSION", "NETDATA_SYSTEM_OS_VERSION_ID", "NETDATA_SYSTEM_OS_DETECTION",
        "NETDATA_HOST_IS_K8S_NODE",
        "NETDATA_SYSTEM_KERNEL_NAME", "NETDATA_SYSTEM_KERNEL_VERSION", "NETDATA_SYSTEM_ARCHITECTURE",
        "NETDATA_SYSTEM_VIRTUALIZATION", "NETDATA_SYSTEM_VIRT_DETECTION", "NETDATA_SYSTEM_CONTAINER",
        "NETDATA_SYSTEM_CONTAINER_DETECTION", "NETDATA_CONTAINER_OS_NAME", "NETDATA_CONTAINER_OS_ID",
        "NETDATA_CONTAINER_OS_ID_LIKE", "NETDATA_CONTAINER_OS_VERSION", "NETDATA_CONTAINER_OS_VERSION_ID",
        "NETDATA_CONTAINER_OS_DETECTION", "NETDATA_SYSTEM_CPU_LOGICAL_CPU_COUNT", "NETDATA_SYSTEM_CPU_FREQ",
        "NETDATA_SYSTEM_TOTAL_RAM", "NETDATA_SYSTEM_TOTAL_DISK_SIZE",
    ];

    /// <summary>Known, and dropped without a word.</summary>
    private static readonly HashSet<string> Dropped =
    [
        "NETDATA_SYSTEM_CPU_VENDOR", "NETDATA_SYSTEM_CPU_MODEL", "NETDATA_SYSTEM_CPU_DETECTION",
        "NETDATA_SYSTEM_RAM_DETECTION", "NETDATA_SYSTEM_DISK_DETECTION",
    ];

    private readonly List<(string Name, string Value)> _unused = [];
    private readonly SystemInfo _system = new();
    private string _os = "unknown";
    private string _timezone = "unknown";
    private string _tags = "";
    private string? _registryHostname;
    private string _programName = "unknown";
    private string _programVersion = "unknown";
    private bool _saidVersion;

    /// <summary>See <see cref="HttpRequest.HandOver"/>.</summary>
    public Action<int>? HandOver { get; private init; }

    /// <summary>Empty as long as the child does not say; also below.</summary>
    public string Key { get; private set; } = "";

    public string Hostname { get; private set; } = "";

    public string MachineGuid { get; private set; } = "";

    /// <summary>Null: not said.</summary>
    public long? UpdateEvery { get; private set; }

    /// <summary>What the child offers: a version, or a mask. 0: nothing said, or no number.</summary>
    public long Offer { get; private set; }

    /// <summary>How far away the host is; 1 when the child does not say (spec stream-caps 3).</summary>
    public int Hops { get; private set; } = 1;

    /// <summary>Parameters that mean nothing here, in order.</summary>
    public IReadOnlyList<(string Name, string Value)> Unused => _unused;

    public static StreamRequest Parse(HttpRequest http)
    {
        var request = new StreamRequest { HandOver = http.HandOver };
        foreach (string piece in http.Query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string pair = Tame(piece.TrimStart('='));
            int equals = pair.IndexOf('=');
            if (equals > 0 && equals < pair.Length - 1)
            {
                request.Take(pair[..equals], pair[(equals + 1)..]);
            }
        }

        string agent = Tame(http.Headers.GetValueOrDefault("user-agent", "").Trim());
        int slash = agent.IndexOf('/');
        string name = slash < 0 ? agent : agent[..slash];
        request._programName = name.Length > 0 ? name : "unknown";
        request._programVersion = slash >= 0 && slash < agent.Length - 1 ? agent[(slash + 1)..] : "unknown";
        return request;
    }

    public HostInfo Describe(HostTerms terms) => new()
    {
        Hostname = Hostname,
        RegistryHostname = _registryHostname ?? Hostname,
        MachineGuid = MachineGuid,
        Os = _os,
        Timezone = _timezone,
        Tags = _tags,
        ProgramName = _programName,
        ProgramVersion = _programVersion,
        UpdateEvery = terms.UpdateEvery,
        Hops = Hops,
        System = _system,
    };

    private void Take(string name, string value)
    {
        switch (name)
        {
            case "key": Key = value; break;
            case "hostname": Hostname = value; break;
            case "registry_hostname": _registryHostname = value; break;
            case "machine_guid": MachineGuid = value; break;
            case "update_every": UpdateEvery = CNumber.Parse(Encoding.UTF8.GetBytes(value)); break;
            case "os": _os = value; break;
            case "timezone": _timezone = value; break;
            case "tags": _tags = value; break;
            case "hops":
                Hops = (int)Math.Clamp(CNumber.Parse(Encoding.UTF8.GetBytes(value)), 1, int.MaxValue);
                break;
            case "ver":
                _saidVersion = true;

                // Read as unsigned: negative numbers are huge ones.
                long number = CNumber.Parse(Encoding.UTF8.GetBytes(value));
                Offer = number < 0 ? long.MaxValue : number;
                break;
            case "NETDATA_PROTOCOL_VERSION":
                Offer = _saidVersion ? Offer : 1;
                break;
            default:
                TakeSystem(name, value);
                break;
        }
    }

    /// <summary>
    /// These texts go into logs, answers and the request upstream. Http lets no control character below 128
    /// through; this takes those of Unicode too, and the separators that some viewers start a line at.
    /// </summary>
    private static string Tame(string text)
    {
        char[]? tame = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029')
            {
                tame ??= text.ToCharArray();
                tame[i] = '_';
            }
        }

        return tame == null ? text : new string(tame);
    }

    private void TakeSystem(string name, string value)
    {
        string known = name.StartsWith(HostPrefix, StringComparison.Ordinal)
            ? SystemPrefix + name[HostPrefix.Length..]
            : name;
        if (Kept.Contains(known))
        {
            _system[known] = value;
        }
        else if (!Dropped.Contains(name))
        {
            _unused.Add((name, value));
        }
    }
}
