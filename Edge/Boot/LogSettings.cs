namespace Edge.Boot;

/// <summary>Where the logs go (spec config 2.1).</summary>
internal sealed record LogSettings
{
    /// <summary>A path or a special word.</summary>
    public string Error { get; init; } = "stderr";

    public string Access { get; init; } = "none";

    public string Facility { get; init; } = "daemon";

    /// <summary>Seconds; 0: no flood protection.</summary>
    public int FloodPeriodSeconds { get; init; } = 1200;

    public int FloodLinesMax { get; init; } = 200;

    public static LogSettings Read(ConfigFile file, Directories directories) => new()
    {
        Error = file.Text("global", "error log", Path.Combine(directories.Log, "error.log")),
        Access = file.Text("global", "access log", Path.Combine(directories.Log, "access.log")),
        Facility = file.Text("global", "facility log", "daemon"),
        FloodPeriodSeconds = file.Number("global", "errors flood protection period", 1200, min: 0),
        FloodLinesMax = file.Number("global", "errors to trigger flood protection", 200, min: 0),
    };
}
