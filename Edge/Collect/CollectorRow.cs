namespace Edge.Collect;

/// <param name="Key">The option that enables it.</param>
/// <param name="ShortName">Its dimension in the chart of run times.</param>
/// <param name="Create">Reads the options, but no file that is collected yet.</param>
internal sealed record CollectorRow(string Key, string ShortName, Func<Site, ICollector> Create)
{
    /// <summary>Where the option stands.</summary>
    public string Section { get; init; } = "plugin:proc";

    /// <summary>False: only for who asks for it.</summary>
    public bool IsOn { get; init; } = true;
}
