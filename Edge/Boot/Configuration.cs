using Edge.Plugins;
using Edge.Store;
using Edge.Stream;

namespace Edge.Boot;

/// <summary>Both files, read and turned into records; what is wrong with them is in their problems.</summary>
internal sealed record Configuration
{
    public required ConfigFile NodeFile { get; init; }

    public required ConfigFile StreamFile { get; init; }

    public required Directories Directories { get; init; }

    public required LogSettings Logs { get; init; }

    public required ProcessOptions Process { get; init; }

    public required GlobalSection Global { get; init; }

    public required StoreOptions Store { get; init; }

    public required ReplayTerms Replication { get; init; }

    public required WebSection Web { get; init; }

    public required RegistrySection Registry { get; init; }

    public required PluginsSection Plugins { get; init; }

    public required ExternalsSection Externals { get; init; }

    /// <summary>Null: off.</summary>
    public required StatsdOptions? Statsd { get; init; }

    public required StreamConf Stream { get; init; }

    public required ChartTunings Charts { get; init; }

    /// <summary><c>[health] enabled</c>; never with memory mode none.</summary>
    public required bool Health { get; init; }

    public Role Role =>
        Roles.Of(Global.MemoryMode, Web.Mode, sends: Stream.Sender.Sends, receives: Stream.Receives);

    /// <summary>Somebody's samples are to outlive the process.</summary>
    public bool KeepsOnDisk
    {
        get
        {
            bool keeps = IsOnDisk(MemoryModeNames.Of(Global.MemoryMode));
            foreach (GuidSection section in Stream.Sections.Values)
            {
                keeps |= IsOnDisk(section.AsKey.MemoryMode) || IsOnDisk(section.AsMachine.MemoryMode);
            }

            return keeps;
        }
    }

    private static bool IsOnDisk(string? word) => word is "save" or "map" or "dbengine";

    /// <summary>
    /// Finds, reads and understands the files. Throws <see cref="StartupException"/> when one cannot be read.
    /// </summary>
    public static Configuration Load(CommandLine line)
    {
        ConfigFile node = LoadNode(line);
        var places = Directories.Read(node);
        ConfigFile stream = ConfigFinder.LoadStream(places.Config, places.StockConfig);
        return From(node, stream, line.StreamSettings);
    }

    /// <summary>
    /// netdata.conf with its options under their present names and those of the command line.
    /// </summary>
    public static ConfigFile LoadNode(CommandLine line)
    {
        var standard = new Directories();
        ConfigFile node = ConfigFinder.LoadNode(line.ConfigPath, standard.Config, standard.StockConfig);
        foreach (Setting setting in line.Settings)
        {
            node.Set(setting.Section, setting.Name, setting.Value);
        }

        OldNames.Move(node);
        return node;
    }

    /// <summary>Asks for everything. Afterwards the files know which options nobody wanted.</summary>
    public static Configuration From(ConfigFile node, ConfigFile stream,
        IReadOnlyList<Setting> streamSettings)
    {
        foreach (Setting setting in streamSettings)
        {
            stream.Set(setting.Section, setting.Name, setting.Value);
        }

        var directories = Directories.Read(node);
        var global = GlobalSection.Read(node, Boot.Hostname.Detect());
        var web = WebSection.Read(node, directories);
        StoreOptions store = StoreOptionsReader.Local(global);
        bool health = node.Boolean("health", "enabled", true) && global.MemoryMode != MemoryMode.None;
        if (health && node.IsSaid("health", "enabled"))
        {
            node.Report("health", "enabled",
                "CONFIG: option 'enabled' of [health] is read, but there are no alarms yet.", isError: false);
        }

        return new Configuration
        {
            NodeFile = node,
            StreamFile = stream,
            Directories = directories,
            Logs = LogSettings.Read(node, directories),
            Process = ProcessOptions.Read(node),
            Global = global,
            Store = store,
            Replication = ReplicationSection.Read(node),
            Web = web,
            Registry = RegistrySection.Read(node, directories, global.Hostname, web.Mode),
            Plugins = PluginsSection.Read(node),
            Externals = ExternalsSection.Read(node, directories),
            Statsd = StatsdSection.Read(node, directories, global.UpdateEvery, store),
            Stream = StreamConf.Read(stream),
            Charts = ChartTunings.Read(node, global.MemoryMode),
            Health = health,
        };
    }

    /// <summary>Every problem of both files, options without effect included. To be called last.</summary>
    public List<ConfigProblem> Problems() =>
    [
        .. NodeFile.Problems,
        .. KnownOptions.Unused(NodeFile, plugins: false),
        .. StreamFile.Problems,
        .. KnownOptions.Unused(StreamFile, plugins: false),
    ];
}
