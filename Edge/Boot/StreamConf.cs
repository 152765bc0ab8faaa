using Edge.Store;

namespace Edge.Boot;

/// <summary>
/// stream.conf, read once: the sending side, and who may send what to this node (spec config 5). Immutable; any thread.
/// </summary>
internal sealed class StreamConf
{
    private readonly ConfigFile _file;
    private readonly GlobalSection _global;
    private readonly Dictionary<string, KeySection> _keys = [];
    private readonly Dictionary<string, MachineSection> _machines = [];

    private StreamConf(ConfigFile file, GlobalSection global)
    {
        _file = file;
        _global = global;
        Stream = StreamSection.Read(file);
    }

    public StreamSection Stream { get; }

    /// <summary>Some API key or machine is enabled: this node is a parent, which the label <c>_is_parent</c> says.</summary>
    public bool Receives { get; private set; }

    /// <param name="file">stream.conf.</param>
    /// <param name="global">Defaults.</param>
    /// <param name="health"><c>[health] enabled</c>.</param>
    public static StreamConf Read(ConfigFile file, GlobalSection global, bool health)
    {
        var conf = new StreamConf(file, global);
        string[] sections = [.. file.Sections];
        foreach (string section in sections)
        {
            if (section != "stream")
            {
                conf.Add(section, health);
            }
        }

        return conf;
    }

    /// <summary>
    /// The section of an API key; null: there is none, or it is not for keys. Compared as it was sent: the letter case
    /// has to be the same in both files.
    /// </summary>
    public KeySection? FindKey(string key) => _keys.GetValueOrDefault(key);

    /// <summary>The section of a machine; null: nothing is said about it, so it is allowed.</summary>
    public MachineSection? FindMachine(string guid) => _machines.GetValueOrDefault(guid);

    /// <summary>What holds for a child that comes with a key from a machine.</summary>
    public ReceivedHost Resolve(KeySection key, MachineSection? machine)
    {
        MemoryMode mode = machine?.Mode ?? key.Mode;
        return new ReceivedHost
        {
            Store = StoreOptionsReader.Received(_global, mode, machine?.History ?? key.History),
            UpdateEvery = machine?.UpdateEvery,
            Health = mode == MemoryMode.None ? OnDemand.No : machine?.Health ?? key.Health,
            PostponeAlarmsSeconds = machine?.PostponeAlarmsSeconds ?? key.PostponeAlarmsSeconds,
            Proxy = new ProxySettings(
                machine?.ProxyEnabled ?? key.Proxy.Enabled,
                machine?.ProxyDestination ?? key.Proxy.Destination,
                machine?.ProxyApiKey ?? key.Proxy.ApiKey,
                machine?.ProxyChartsMatching ?? key.Proxy.ChartsMatching),
        };
    }

    private void Add(string section, bool health)
    {
        if (!MachineGuid.IsGuid(section))
        {
            int line = _file.In(section)[0].Line;
            _file.Problems.Add(new ConfigProblem(_file.Name, line, IsError: false, $"CONFIG: section [{section}] of file "
                + $"'{_file.Name}' is no GUID and has no effect. Put an API key or a machine's GUID between the brackets."));
            foreach (ConfigOption option in _file.In(section))
            {
                option.IsUsed = true;
            }

            return;
        }

        OldNames.MoveDocumented(_file, section);
        GuidSectionKind kind = Kind(section);
        if (kind != GuidSectionKind.Machine)
        {
            KeySection key = KeySection.Read(_file, section, _global, Stream, health);
            _keys.Add(section, key);
            Receives |= key.Enabled;
        }

        if (kind != GuidSectionKind.ApiKey)
        {
            MachineSection machine = MachineSection.Read(_file, section);
            _machines.Add(section, machine);
            Receives |= machine.Enabled && _file.IsSaid(section, "enabled");
        }
    }

    private GuidSectionKind Kind(string section)
    {
        string? type = _file.TextOrNull(section, "type");
        GuidSectionKind? kind = type switch
        {
            null => GuidSectionKind.Either,
            "api" => GuidSectionKind.ApiKey,
            "machine" => GuidSectionKind.Machine,
            _ => null,
        };
        if (kind == null)
        {
            _file.Report(section, "type", $"CONFIG: '{type}' for option 'type' of [{section}] is neither api nor machine. "
                + "The section is used for both.");
        }

        return kind ?? GuidSectionKind.Either;
    }
}
