namespace Edge.Boot;

/// <summary>What the process asks of the kernel for itself (spec config 2.1).</summary>
internal sealed record ProcessOptions
{
    /// <summary>Null: not said; then <c>netdata</c> when started as root and there is such a user.</summary>
    public string? RunAsUser { get; init; }

    /// <summary>-1000 to 1000; null: <c>keep</c>.</summary>
    public int? OomScore { get; init; } = 1000;

    public string SchedulingPolicy { get; init; } = "idle";

    public int SchedulingPriority { get; init; }

    public int NiceLevel { get; init; } = 19;

    /// <summary>Null: as the process was started.</summary>
    public string? Tz { get; init; }

    public static ProcessOptions Read(ConfigFile file) => new()
    {
        RunAsUser = file.TextOrNull("global", "run as user"),
        OomScore = file.Text("global", "OOM score", "1000") == "keep"
            ? null
            : file.Number("global", "OOM score", 1000, min: -1000, max: 1000),
        SchedulingPolicy = file.Text("global", "process scheduling policy", "idle"),
        SchedulingPriority = file.Number("global", "process scheduling priority", 0, min: 0, max: 99),
        NiceLevel = file.Number("global", "process nice level", 19, min: -20, max: 19),
        Tz = file.TextOrNull("global", "TZ environment variable"),
    };
}
