namespace Edge.Plugins;

/// <summary>What the room has to know (spec plugins.d 1, 3).</summary>
internal sealed record PluginOptions
{
    /// <summary>In their order; the first of two files of one name runs.</summary>
    public string[] Directories { get; init; } = [];

    /// <summary>Somebody wrote the list down, and wants to hear of one that is not there.</summary>
    public bool TellsMissing { get; init; }

    /// <summary>Seconds, 1 or more.</summary>
    public int CheckEverySeconds { get; init; } = 60;

    /// <summary>Asked once for each plugin: whether it is to run, and how.</summary>
    public required Func<string, string, PluginPlan> Plan { get; init; }

    /// <summary>Made when the first one is started.</summary>
    public required Func<string[]> Environment { get; init; }

    /// <summary>Wall clock, and one that never jumps; microseconds.</summary>
    public required Func<long> NowUsec { get; init; }

    public required Func<long> MonotonicUsec { get; init; }
}
