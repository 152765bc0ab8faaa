namespace Edge.Boot;

/// <summary>
/// Options that have had, or were to get, other names: those before 1.29 (spec config 1.3) and those of 1.37
/// (spec config 9). The program knows only 1.29's.
/// </summary>
internal static class OldNames
{
    private const string Global = "global";
    private const string Web = "web";

    /// <summary>Old ones give way to the present name where both are said.</summary>
    private static readonly (string Section, string Old, string To, string Name)[] Before =
    [
        (Global, "http port listen backlog", Web, "listen backlog"),
        (Global, "bind socket to IP", Web, "bind to"),
        (Global, "bind to", Web, "bind to"),
        (Global, "port", Web, "default port"),
        (Global, "default port", Web, "default port"),
        (Global, "disconnect idle web clients after seconds", Web, "disconnect idle clients after seconds"),
        (Global, "respect web browser do not track policy", Web, "respect do not track policy"),
        (Global, "web x-frame-options header", Web, "x-frame-options response header"),
        (Global, "enable web responses gzip compression", Web, "enable gzip compression"),
        (Global, "web compression strategy", Web, "gzip compression strategy"),
        (Global, "web compression level", Web, "gzip compression level"),
        (Global, "web files owner", Web, "web files owner"),
        (Global, "web files group", Web, "web files group"),
        (Web, "disconnect idle web clients after seconds", Web, "disconnect idle clients after seconds"),
        (Web, "respect web browser do not track policy", Web, "respect do not track policy"),
        (Web, "web x-frame-options header", Web, "x-frame-options response header"),
        (Web, "enable web responses gzip compression", Web, "enable gzip compression"),
        (Web, "web compression strategy", Web, "gzip compression strategy"),
        (Web, "web compression level", Web, "gzip compression level"),
        ("backend", "opentsdb host tags", "backend", "host tags"),
    ];

    /// <summary>1.37's win: who writes a section that 1.29 did not have means it.</summary>
    private static readonly (string Section, string New, string To, string Name)[] Later =
    [
        ("db", "mode", Global, "memory mode"),
        ("db", "retention", Global, "history"),
        ("db", "update every", Global, "update every"),
        ("db", "dbengine page cache size MB", Global, "page cache size"),
        ("db", "dbengine disk space MB", Global, "dbengine disk space"),
        ("db", "dbengine multihost disk space MB", Global, "dbengine multihost disk space"),
        ("db", "memory deduplication (ksm)", Global, "memory deduplication (ksm)"),
        ("db", "cleanup obsolete charts after secs", Global, "cleanup obsolete charts after seconds"),
        ("db", "cleanup orphan hosts after secs", Global, "cleanup orphan hosts after seconds"),
        ("db", "gap when lost iterations above", Global, "gap when lost iterations above"),
        ("db", "delete obsolete charts files", Global, "delete obsolete charts files"),
        ("db", "delete orphan hosts files", Global, "delete orphan hosts files"),
        ("db", "enable zero metrics", Global, "enable zero metrics"),
        ("directories", "config", Global, "config directory"),
        ("directories", "stock config", Global, "stock config directory"),
        ("directories", "log", Global, "log directory"),
        ("directories", "web", Global, "web files directory"),
        ("directories", "cache", Global, "cache directory"),
        ("directories", "lib", Global, "lib directory"),
        ("directories", "home", Global, "home directory"),
        ("directories", "lock", Global, "lock directory"),
        ("directories", "plugins", Global, "plugins directory"),
        ("directories", "registry", "registry", "registry db directory"),
        ("logs", "debug flags", Global, "debug flags"),
        ("logs", "debug", Global, "debug log"),
        ("logs", "error", Global, "error log"),
        ("logs", "access", Global, "access log"),
        ("logs", "facility", Global, "facility log"),
        ("logs", "errors flood protection period", Global, "errors flood protection period"),
        ("logs", "errors to trigger flood protection", Global, "errors to trigger flood protection"),
        ("environment variables", "TZ", Global, "TZ environment variable"),
        ("environment variables", "PATH", "plugins", "PATH environment variable"),
        ("environment variables", "PYTHONPATH", "plugins", "PYTHONPATH environment variable"),
    ];

    /// <summary>For netdata.conf, before anybody asks it anything.</summary>
    public static void Move(ConfigFile file)
    {
        foreach ((string section, string old, string to, string name) in Before)
        {
            file.Move(section, old, to, name);
        }

        foreach ((string section, string later, string to, string name) in Later)
        {
            file.Move(section, later, to, name, wins: true);
        }
    }

    /// <summary>
    /// For a section of stream.conf: documentation of the reference spells one option in a way that it does
    /// not read itself (spec config 10); what is promised there works here.
    /// </summary>
    public static void MoveDocumented(ConfigFile file, string section) =>
        file.Move(section, "default memory", section, "default memory mode");
}
