using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// Where things lie. The defaults are the reference's, so that edge finds what it left there.
/// </summary>
internal sealed record Directories
{
    private const UnixFileMode GroupWritable = UnixFileMode.UserRead | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute;

    private const UnixFileMode Readable = GroupWritable | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public string Config { get; init; } = "/etc/netdata";

    public string StockConfig { get; init; } = "/usr/lib/netdata/conf.d";

    public string Log { get; init; } = "/var/log/netdata";

    public string Web { get; init; } = "/usr/share/netdata/web";

    public string Cache { get; init; } = "/var/cache/netdata";

    public string Lib { get; init; } = "/var/lib/netdata";

    /// <summary><c>[registry] registry db directory</c>: holds the machine's GUID.</summary>
    public string Registry { get; init; } = "/var/lib/netdata/registry";

    /// <summary><c>[global] status socket</c>, for <c>edge status</c>; empty: none.</summary>
    public string StatusSocket { get; init; } = "/var/lib/netdata/edge.sock";

    public static Directories Read(ConfigFile file)
    {
        var standard = new Directories();
        string lib = file.Text("global", "lib directory", standard.Lib);
        return new Directories
        {
            Config = file.Text("global", "config directory", standard.Config),
            StockConfig = file.Text("global", "stock config directory", standard.StockConfig),
            Log = file.Text("global", "log directory", standard.Log),
            Web = file.Text("global", "web files directory", standard.Web),
            Cache = file.Text("global", "cache directory", standard.Cache),
            Lib = lib,
            StatusSocket = file.Text("global", "status socket", Path.Combine(lib, "edge.sock")),
            Registry = file.Text("registry", "registry db directory", Path.Combine(lib, "registry")),
        };
    }

    /// <summary>Mode 0775, for logs and databases.</summary>
    public static void Create(string path, UserAccount? owner) => Create(path, Readable, owner);

    /// <summary>Mode 0770, for what identifies the machine.</summary>
    public static void CreatePrivate(string path, UserAccount? owner) => Create(path, GroupWritable, owner);

    private static void Create(string path, UnixFileMode mode, UserAccount? owner)
    {
        try
        {
            Make(path, mode, owner);
        }
        catch (Exception e) when (SmallFile.IsWeather(e))
        {
            throw new StartupException($"Cannot create directory '{path}'. ({e.Message}) Create it and give "
                + "it to the user that edge runs as, or name another one in the configuration.");
        }
    }

    /// <summary>Makes a directory and all above it when missing. The new ones belong to
    /// <paramref name="owner"/>, who edge is going to run as; null: to whom it runs as now.</summary>
    private static void Make(string path, UnixFileMode mode, UserAccount? owner)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } above)
        {
            Make(above, Readable, owner);
        }

        Directory.CreateDirectory(path, mode);
        if (owner != null && OwnProcess.GiveTo(path, owner) is not 0 and var error)
        {
            throw new IOException($"It cannot be given to user '{owner.Name}': errno {error}.");
        }
    }
}
