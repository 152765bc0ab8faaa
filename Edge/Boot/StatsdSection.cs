using Edge.Net;
using Edge.Plugins;
using Edge.Store;

namespace Edge.Boot;

/// <summary><c>[statsd]</c> (spec config 2.8), as the record of its room.</summary>
internal static class StatsdSection
{
    private const string Section = "statsd";

    /// <summary>Gaps of each kind, in the order of <see cref="StatsdKind"/>.</summary>
    private static readonly string[] GapOptions =
    [
        "gaps on gauges (deleteGauges)", "gaps on counters (deleteCounters)", "gaps on timers (deleteTimers)",
        "gaps on meters (deleteMeters)", "gaps on histograms (deleteHistograms)", "gaps on sets (deleteSets)",
    ];

    /// <returns>Null: it is off.</returns>
    public static StatsdOptions? Read(
        ConfigFile file, Directories directories, int updateEvery, StoreOptions store)
    {
        if (!file.Boolean(Section, "enabled", true))
        {
            return null;
        }

        int charts = file.Number(Section, "max private charts allowed", 200, min: 0);
        double percentile =
            file.Float(Section, "histograms and timers percentile (percentThreshold)", 95);
        if (percentile is not (>= 0 and <= 100))
        {
            file.Report(Section, "histograms and timers percentile (percentThreshold)",
                "STATSD: a percentile has to be from 0 to 100. Proceeding with 95.");
            percentile = 95;
        }

        var gaps = new bool[StatsdKinds.Count];
        for (int i = 0; i < gaps.Length; i++)
        {
            gaps[i] = file.Boolean(Section, GapOptions[i], false);
        }

        return new StatsdOptions
        {
            BindTo = file.Text(Section, "bind to", "udp:localhost tcp:localhost"),
            DefaultPort = file.Number(Section, "default port", 8125, min: 1, max: 65535).ToString(),
            Backlog = file.Number(Section, "listen backlog", 4096, min: 1),
            UpdateEvery = Math.Max(updateEvery,
                file.Number(Section, "update every (flushInterval)", updateEvery, min: 1, max: 86400)),
            MessagesAtOnce = file.Number(
                Section, "udp messages to process at once", 10, min: 1, max: StatsdLimits.BatchMax),
            PrivateMatching = file.Text(Section, "create private charts for metrics matching", "*"),
            PrivateCharts = charts,
            PrivateChartsHard = file.Number(Section, "max private charts hard limit",
                (int)Math.Min(charts * 5L, Store.Limits.ChartsPerHost), min: 0),
            PrivateMode = Mode(file, store),
            PrivateHistory = file.IsSaid(Section, "private charts history")
                ? file.Number(Section, "private charts history", store.HistoryEntries,
                    Store.Limits.HistoryMin, Store.Limits.HistoryMax)
                : null,
            PrivateHidden = file.Boolean(Section, "private charts hidden", false),
            DecimalDetail = file.Number(Section, "decimal detail", 1000, min: 1),
            IdleSeconds = file.Number(Section, "disconnect idle tcp clients after seconds", 600, min: 0),
            Percentile = percentile,
            ShowsEvents = file.Boolean(Section, "add dimension for number of events received", true),
            Gaps = gaps,
            TcpSocketsMax = file.Number(
                Section, "statsd server max TCP sockets", Math.Max(16, FileLimit.OpenFilesMax() / 4), min: 1),
            AppDirectory = Path.Combine(directories.Config, "statsd.d"),
            StockAppDirectory = Path.Combine(directories.StockConfig, "statsd.d"),
        };
    }

    /// <summary>Charts are kept as all others of the host, or not at all.</summary>
    private static MemoryMode? Mode(ConfigFile file, StoreOptions store)
    {
        string standard = MemoryModeNames.Of(store.Mode);
        string mode = file.Text(Section, "private charts memory mode", standard);
        if (mode != standard && mode != "none")
        {
            file.Report(Section, "private charts memory mode", $"STATSD: private charts are kept as all "
                + $"others of this node (memory mode {standard}), or with memory mode none; '{mode}' is "
                + $"neither. Proceeding with '{standard}'.");
        }

        return mode == "none" ? MemoryMode.None : null;
    }
}
