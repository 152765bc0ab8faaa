namespace Edge.Collect;

/// <summary>
/// What the reference runs as plugins of their own, beside the proc plugin (spec collectors 1.7): here they
/// run in the same tick and have threads only for what may block.
/// </summary>
internal static class PluginTable
{
    private const string Section = "plugins";

    public static readonly CollectorRow[] Rows =
    [
        new(IdleJitterCollector.Module, "idlejitter", static site => new IdleJitterCollector(site))
        {
            Section = Section,
        },
        new(DiskspaceCollector.Module, "diskspace", static site => new DiskspaceCollector(site))
        {
            Section = Section,
        },
    ];
}
