using Edge.Sys;

namespace Edge.Plugins;

/// <summary>What follows the end of a run (spec plugins.d 5).</summary>
/// <param name="WaitsIntervals">Update intervals until it is started again; -1: never.</param>
/// <param name="Level">Of the text.</param>
/// <param name="Text">Null: nothing is logged.</param>
internal readonly record struct EndVerdict(int WaitsIntervals, LogLevel Level, string? Text)
{
    public const int Never = -1;
    private const int Soon = 1;
    private const int Later = 10;

    public bool IsDisabled => WaitsIntervals == Never;

    /// <param name="path">Of its file.</param>
    /// <param name="process">Its number.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="record">This run included.</param>
    public static EndVerdict Of(string path, int process, ChildEnd end, RunRecord record)
    {
        string who = $"'{path}' (pid {process}) ";
        bool isHopeless = record.Failures > Limits.Failures;
        if (end is { Signal: 0, Code: 0 })
        {
            return record.Total > 0 ? new(Soon, LogLevel.Info, null)
                : isHopeless
                ? new(Never, LogLevel.Error, $"{who}does not generate useful output, although it reports "
                    + $"success (exits with 0).We have tried to collect something {record.Failures} times - "
                    + "unsuccessfully. Disabling it.")
                : new(Later, LogLevel.Info, $"{who}does not generate useful output but it reports success "
                    + "(exits with 0). Waiting a bit before starting it again..");
        }

        if (end.Signal != 0 && !end.IsDumped)
        {
            return new(Never, LogLevel.Info, $"{who}was killed with SIGTERM. Disabling it.");
        }

        string code = $"{who}exited with error code {(end.Signal != 0 ? end.Signal : end.Code)}";
        if (record.Total == 0)
        {
            return new(Never, LogLevel.Error, $"{code} and haven't collected any data. Disabling it.");
        }

        string before = $"{code}, but has given useful output in the past ({record.Total} times).";
        return isHopeless
            ? new(Never, LogLevel.Error, $"{before}We tried to restart it {record.Failures} times, but it "
                + "failed to generate data. Disabling it.")
            : new(Later, LogLevel.Error, $"{before} Waiting a bit before starting it again.");
    }
}
