namespace Edge.Collect;

/// <summary>The switches of the four charts; what one file system turns on is on for all.</summary>
internal sealed class BtrfsDemands(Site site, string section)
{
    private readonly OnDemand[] _demands =
    [
        site.Settings.OnDemand(section, "physical disks allocation", OnDemand.Auto),
        site.Settings.OnDemand(section, "data allocation", OnDemand.Auto),
        site.Settings.OnDemand(section, "metadata allocation", OnDemand.Auto),
        site.Settings.OnDemand(section, "system allocation", OnDemand.Auto),
    ];

    /// <param name="chart">0 disk, 1 data, 2 metadata, 3 system.</param>
    /// <param name="isNonZero">What <c>auto</c> waits for.</param>
    public bool Shows(int chart, bool isNonZero) => site.Shows(ref _demands[chart], isNonZero);
}
