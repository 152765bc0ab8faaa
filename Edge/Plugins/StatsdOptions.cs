using Edge.Store;

namespace Edge.Plugins;

/// <summary><c>[statsd]</c> (spec collectors 12.1).</summary>
internal sealed record StatsdOptions
{
    public string BindTo { get; init; } = "udp:localhost tcp:localhost";

    public string DefaultPort { get; init; } = "8125";

    public int Backlog { get; init; } = 4096;

    /// <summary>Seconds between two flushes.</summary>
    public int UpdateEvery { get; init; } = 1;

    public int MessagesAtOnce { get; init; } = 10;

    /// <summary>Simple patterns on names of metrics.</summary>
    public string PrivateMatching { get; init; } = "*";

    public int PrivateCharts { get; init; } = 200;

    public int PrivateChartsHard { get; init; } = 1000;

    /// <summary>Null: as the host.</summary>
    public MemoryMode? PrivateMode { get; init; }

    public int? PrivateHistory { get; init; }

    public bool PrivateHidden { get; init; }

    public long DecimalDetail { get; init; } = 1000;

    public int IdleSeconds { get; init; } = 600;

    /// <summary>0 to 100.</summary>
    public double Percentile { get; init; } = 95;

    public bool ShowsEvents { get; init; } = true;

    /// <summary>By <see cref="StatsdKind"/>: a metric that nothing arrived of leaves a gap.</summary>
    public bool[] Gaps { get; init; } = new bool[StatsdKinds.Count];

    public int TcpSocketsMax { get; init; } = 256;

    /// <summary>Where files of synthetic charts lie: the operator's first, which hide those of the same name
    /// in the second.</summary>
    public string AppDirectory { get; init; } = "";

    public string StockAppDirectory { get; init; } = "";
}
