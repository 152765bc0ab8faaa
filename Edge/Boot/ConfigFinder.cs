using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// Finds and reads the configuration files: the user's directory first, then the stock one (spec config 1).
/// </summary>
internal static class ConfigFinder
{
    private const string Tag = "MAIN";

    /// <summary>
    /// With <paramref name="path"/> that file or a refusal; otherwise the first of the two that opens.
    /// </summary>
    public static ConfigFile LoadNode(string? path, string userDirectory, string stockDirectory)
    {
        if (path != null)
        {
            return TryLoad(path, out string? why)
                ?? throw new StartupException($"CONFIG: cannot load config file '{path}'. ({why}) "
                    + "Check the path behind -c and that the file may be read.");
        }

        return LoadUserOrStock("netdata.conf", userDirectory, stockDirectory, "the stock version");
    }

    public static ConfigFile LoadStream(string userDirectory, string stockDirectory) =>
        LoadUserOrStock("stream.conf", userDirectory, stockDirectory, "stock config");

    private static ConfigFile LoadUserOrStock(string name, string userDirectory, string stockDirectory,
        string next)
    {
        string user = Path.Combine(userDirectory, name);
        if (TryLoad(user, out string? why) is { } own)
        {
            return own;
        }

        RefuseUnreadable(user, why);
        Log.Info(Tag, $"CONFIG: cannot load user config '{user}'. Will try {next}.");
        string stock = Path.Combine(stockDirectory, name);
        if (TryLoad(stock, out why) is { } shipped)
        {
            return shipped;
        }

        RefuseUnreadable(stock, why);
        Log.Info(Tag, $"CONFIG: cannot load stock config '{stock}'. Running with internal defaults.");
        return new ConfigFile(user);
    }

    /// <summary>
    /// A file that is there and cannot be read is somebody's mistake. The reference goes on with other
    /// settings than the operator wrote; a parent would then keep another history, or send nowhere.
    /// </summary>
    private static void RefuseUnreadable(string path, string? why)
    {
        if (File.Exists(path))
        {
            throw new StartupException($"CONFIG: cannot load config file '{path}'. ({why}) Give the user "
                + "that edge runs as the right to read it, or remove it.");
        }
    }

    private static ConfigFile? TryLoad(string path, out string? why)
    {
        try
        {
            byte[] bytes = SmallFile.Read(path, Limits.ConfigFileBytes);
            why = null;
            return ConfigFile.Parse(path, bytes);
        }
        catch (Exception e) when (SmallFile.IsWeather(e))
        {
            why = e.Message;
            return null;
        }
    }
}
