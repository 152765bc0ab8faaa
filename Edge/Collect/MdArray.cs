using System.Text;
using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>One array of /proc/mdstat with its charts.</summary>
internal sealed class MdArray : IDisposable
{
    private readonly Site _site;
    private readonly MdOptions _options;
    private readonly ProcFile _mismatchFile;
    private readonly DemandChart _availability;
    private readonly DemandChart _disks;
    private readonly DemandChart _mismatch;
    private readonly DemandChart _operation;
    private readonly DemandChart _finish;
    private readonly DemandChart _speed;

    /// <param name="site">Whose charts.</param>
    /// <param name="options">For all arrays.</param>
    /// <param name="name">As in the file.</param>
    /// <param name="isRedundant">May lose a disk.</param>
    /// <param name="place">Its index in the file.</param>
    public MdArray(Site site, MdOptions options, ReadOnlySpan<byte> name, bool isRedundant, int place)
    {
        _site = site;
        _options = options;
        NameBytes = name.ToArray();
        Name = Encoding.UTF8.GetString(name);
        IsRedundant = isRedundant;
        _mismatchFile = new ProcFile(Site.Fill(options.MismatchPath, Name));
        ChartDefinition Define(string kind, string context, string title, string units, int order) => new()
        {
            Type = "mdstat", Id = $"{Name}_{kind}", Family = Name, Context = $"md.{context}", Title = title,
            Units = units, Priority = 9000 + order + (10 * place), Module = MdstatCollector.Module,
        };
        _availability = new DemandChart(site, options.Nonredundant,
            Define("availability", "nonredundant", "Nonredundant Array Availability", "boolean", 1),
            Value("available"));
        _disks = new DemandChart(site, options.Disks,
            Define("disks", "disks", "Disks Stats", "disks", 2) with { Style = ChartStyle.Stacked },
            Value("inuse"), Value("down"));
        _mismatch = new DemandChart(site, OnDemand.Yes,
            Define("mismatch", "mismatch_cnt", "Mismatch Count", "unsynchronized blocks", 3),
            Value("count"));
        _operation = new DemandChart(site, options.Operation,
            Define("operation", "status", "Current Status", "percent", 4),
            Value("check", 100), Value("resync", 100), Value("recovery", 100), Value("reshape", 100));
        _finish = new DemandChart(site, options.Operation,
            Define("finish", "rate", "Approximate Time Unit Finish", "seconds", 5), Value("finish_in"));
        _speed = new DemandChart(site, options.Operation,
            Define("speed", "rate", "Operation Speed", "KiB/s", 6), Value("speed"));
    }

    public string Name { get; }

    public byte[] NameBytes { get; }

    public bool IsRedundant { get; }

    public long SeenTick { get; set; }

    /// <summary>Disks.</summary>
    public long InUse { get; set; }

    /// <summary>Disks.</summary>
    public long Failed { get; set; }

    /// <summary>Hundredths of a percent of check, resync, recovery, reshape.</summary>
    public long[] Operations { get; } = new long[4];

    public long FinishSeconds { get; set; }

    public long SpeedKib { get; set; }

    /// <summary>In the chart of all arrays.</summary>
    public Dimension? FaultyDimension { get; set; }

    /// <summary>None is under way.</summary>
    public void ClearOperation()
    {
        Array.Clear(Operations);
        (FinishSeconds, SpeedKib) = (0, 0);
    }

    public void Collect(long nowUsec)
    {
        if (!IsRedundant)
        {
            _availability.Collect([1], nowUsec);
            return;
        }

        _disks.Collect([InUse, Failed], nowUsec);
        if (_options.HasMismatch)
        {
            if (_site.TryReadNumber(_mismatchFile) is ulong count)
            {
                _mismatch.Collect([(long)count], nowUsec);
            }
            else
            {
                Log.Error(Site.Tag, $"Cannot read file '{_mismatchFile.Path}' "
                    + $"(error {_mismatchFile.LastError}); mismatch counts are not collected any more.");
                _options.BreakMismatch();
            }
        }

        _operation.Collect(Operations, nowUsec);
        _finish.Collect([FinishSeconds], nowUsec);
        _speed.Collect([SpeedKib], nowUsec);
    }

    /// <summary>It is gone, or of another kind now.</summary>
    public void Retire()
    {
        foreach (DemandChart chart in
            (DemandChart[])[_availability, _disks, _mismatch, _operation, _finish, _speed])
        {
            chart.Retire();
        }
    }

    public void Dispose() => _mismatchFile.Dispose();

    private static DimensionDefinition Value(string id, long divisor = 1) =>
        new(id, Algorithm.Absolute, 1, divisor);
}
