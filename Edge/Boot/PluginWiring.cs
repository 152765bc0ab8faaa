using System.Collections;
using Edge.Plugins;
using Edge.Store;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>The configuration as external collectors get it: options of each, and the environment (spec
/// plugins.d 1, 3).</summary>
internal static class PluginWiring
{
    public static PluginOptions Options(Configuration configuration, HostInfo info)
    {
        ExternalsSection externals = configuration.Externals;
        ConfigFile file = configuration.NodeFile;
        return new PluginOptions
        {
            Directories = externals.Directories,
            TellsMissing = externals.IsSaid,
            CheckEverySeconds = externals.CheckEverySeconds,
            Plan = (name, path) => Plan(file, externals, configuration.Global.UpdateEvery, name, path),
            Environment = () => Variables(configuration, info),
            NowUsec = Clock.NowUsec,
            MonotonicUsec = Clock.MonotonicUsec,
        };
    }

    internal static PluginPlan Plan(
        ConfigFile file, ExternalsSection externals, int updateEvery, string name, string path)
    {
        // The reference's preset.
        bool standard = name != "slabinfo" && externals.EnablesNew;
        bool isEnabled = file.Boolean("plugins", name, standard);
        if (!isEnabled)
        {
            // Its section is for when it runs again.
            file.TextOrNull($"plugin:{name}", "update every");
            file.TextOrNull($"plugin:{name}", "command options");
            return new PluginPlan { Name = name, Path = path, IsEnabled = false };
        }

        return new PluginPlan
        {
            Name = name,
            Path = path,
            UpdateEvery = file.Number(
                $"plugin:{name}", "update every", updateEvery, min: 1, max: Limits.UpdateEveryMax),
            CommandOptions = file.Text($"plugin:{name}", "command options", ""),
        };
    }

    /// <summary>Edge's own, and what they look for.</summary>
    internal static string[] Variables(Configuration configuration, HostInfo info)
    {
        var all = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            all[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        foreach ((string name, string value) in info.System.All)
        {
            all[name] = value;
        }

        ExternalsSection externals = configuration.Externals;
        Directories places = configuration.Directories;
        all["NETDATA_UPDATE_EVERY"] = configuration.Global.UpdateEvery.ToString();
        all["NETDATA_VERSION"] = info.ProgramVersion;
        all["NETDATA_HOSTNAME"] = info.Hostname;
        all["NETDATA_CONFIG_DIR"] = places.Config;
        all["NETDATA_USER_CONFIG_DIR"] = places.Config;
        all["NETDATA_STOCK_CONFIG_DIR"] = places.StockConfig;
        all["NETDATA_PLUGINS_DIR"] = externals.Directories.Length > 0 ? externals.Directories[0] : "";
        all["NETDATA_WEB_DIR"] = places.Web;
        all["NETDATA_CACHE_DIR"] = places.Cache;
        all["NETDATA_LIB_DIR"] = places.Lib;
        all["NETDATA_LOCK_DIR"] = externals.Lock;
        all["NETDATA_LOG_DIR"] = places.Log;
        all["HOME"] = externals.Home;
        all["NETDATA_HOST_PREFIX"] = configuration.Global.HostPrefix;
        all["NETDATA_LISTEN_PORT"] = configuration.Web.DefaultPort.ToString();
        all["NETDATA_DEBUG_FLAGS"] = externals.DebugFlags;
        all["NETDATA_ERRORS_THROTTLE_PERIOD"] = configuration.Logs.FloodPeriodSeconds.ToString();
        all["NETDATA_ERRORS_PER_PERIOD"] = configuration.Logs.FloodLinesMax.ToString();
        all["NETDATA_REGISTRY_UNIQUE_ID"] = info.MachineGuid;
        all["NETDATA_REGISTRY_HOSTNAME"] = info.RegistryHostname;
        all["NETDATA_REGISTRY_URL"] = configuration.Registry.Announce;
        all["PATH"] = externals.Path;
        all["PYTHONPATH"] = externals.PythonPath;
        all["PYTHONUNBUFFERED"] = "1";
        all["LC_ALL"] = "C";
        all["MALLOC_ARENA_MAX"] = externals.HeapsMax.ToString();
        all.TryAdd("TZ", configuration.Process.Tz ?? ":/etc/localtime");
        var list = new List<string>();
        foreach ((string name, string value) in all)
        {
            list.Add($"{name}={value}");
        }

        return list.ToArray();
    }
}
