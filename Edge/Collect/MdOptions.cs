namespace Edge.Collect;

/// <summary>What the operator says of all arrays (spec collectors 6.2).</summary>
internal sealed class MdOptions(Site site)
{
    public const string Section = $"plugin:proc:{MdstatCollector.Module}";

    /// <summary>Arrays up to which <c>auto</c> reads the file of mismatches of each.</summary>
    private const int ManyArrays = 50;

    private readonly OnDemand _mismatch = site.Settings.OnDemand(Section, "mismatch count", OnDemand.Auto);

    public bool HasFaulty { get; } = site.Settings.Flag(Section, "faulty devices", true);

    public OnDemand Nonredundant { get; } = site.Flag(Section, "nonredundant arrays availability");

    public OnDemand Disks { get; } = site.Flag(Section, "disk stats");

    public OnDemand Operation { get; } = site.Flag(Section, "operation status");

    public bool RemovesCharts { get; } = site.Settings.Flag(Section, "make charts obsolete", true);

    /// <summary>With one place for the array.</summary>
    public string MismatchPath { get; } = site.Settings.Text(Section, "mismatch_cnt filename to monitor",
        site.Path("/sys/block/%s/md/mismatch_cnt"));

    /// <summary>The files of mismatches are read.</summary>
    public bool HasMismatch { get; private set; }

    private bool IsMismatchBroken { get; set; }

    public void DecideMismatch(int arrays) => HasMismatch = !IsMismatchBroken
        && (_mismatch == OnDemand.Yes || (_mismatch == OnDemand.Auto && arrays <= ManyArrays));

    /// <summary>One file that cannot be read is the end of all of them.</summary>
    public void BreakMismatch()
    {
        IsMismatchBroken = true;
        HasMismatch = false;
    }
}
