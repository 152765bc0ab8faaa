using Edge.Store;

namespace Edge.Collect;

/// <summary>/proc/stat: CPU time, interrupts, context switches, processes (spec collectors 3.1).</summary>
internal sealed class StatCollector : ICollector
{
    public const string Module = "/proc/stat";
    public const string Section = "plugin:proc:/proc/stat";

    private readonly Site _site;
    private readonly Source _source;
    private readonly DemandChart _total;
    private readonly DemandChart _interrupts;
    private readonly DemandChart _switches;
    private readonly DemandChart _forks;
    private readonly DemandChart _processes;
    private readonly OnDemand _perCore;
    private readonly CoreCharts _coreCharts;
    private readonly List<CpuCore> _cores = [];
    private int _lastCore = -1;
    private int _activeProcessors;

    public StatCollector(Site site)
    {
        _site = site;
        Sys.ProcFile file = site.Monitored(Section, "/proc/stat");
        _source = new Source(site, file);
        _total = new DemandChart(site, site.Flag(Section, "cpu utilization"), new ChartDefinition
        {
            Type = "system", Id = "cpu", Family = "cpu", Context = "system.cpu",
            Title = "Total CPU utilization",
            Units = "percentage", Style = ChartStyle.Stacked, Priority = 100, Module = Module,
        }, Utilization());
        _perCore = site.Flag(Section, "per cpu core utilization");
        _interrupts = new DemandChart(site, site.Flag(Section, "cpu interrupts"), new ChartDefinition
        {
            Type = "system", Id = "intr", Family = "interrupts", Title = "CPU Interrupts",
            Units = "interrupts/s",
            Priority = 900, Flags = ChartFlags.Detail, Module = Module,
        }, new DimensionDefinition("interrupts", Algorithm.Incremental));
        _switches = new DemandChart(site, site.Flag(Section, "context switches"), new ChartDefinition
        {
            Type = "system", Id = "ctxt", Family = "processes", Title = "CPU Context Switches",
            Units = "context switches/s", Priority = 800, Module = Module,
        }, new DimensionDefinition("switches", Algorithm.Incremental));
        _forks = new DemandChart(site, site.Flag(Section, "processes started"), new ChartDefinition
        {
            Type = "system", Id = "forks", Family = "processes", Title = "Started Processes",
            Units = "processes/s",
            Priority = 700, Flags = ChartFlags.Detail, Module = Module,
        }, new DimensionDefinition("started", Algorithm.Incremental));
        _processes = new DemandChart(site, site.Flag(Section, "processes running"), new ChartDefinition
        {
            Type = "system", Id = "processes", Family = "processes", Title = "System Processes",
            Units = "processes",
            Priority = 600, Module = Module,
        }, new DimensionDefinition("running", Algorithm.Absolute),
            new DimensionDefinition("blocked", Algorithm.Absolute, -1));
        _coreCharts = new CoreCharts(site, CountCores(site, file));
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        ulong running = 0;
        ulong blocked = 0;
        ulong started = 0;
        int core = 0;
        var lines = new Lines(text);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            var words = new Words(line, Separators.Colon);
            ReadOnlySpan<byte> key = words.Next();
            if (key.StartsWith("cpu"u8))
            {
                CollectCpu(key, ref words, ref core, nowUsec);
            }
            else if (key.SequenceEqual("intr"u8))
            {
                _interrupts.Collect([(long)words.Number()], nowUsec);
            }
            else if (key.SequenceEqual("ctxt"u8))
            {
                _switches.Collect([(long)words.Number()], nowUsec);
            }
            else if (key.SequenceEqual("processes"u8))
            {
                started = words.Number();
            }
            else if (key.SequenceEqual("procs_running"u8))
            {
                running = words.Number();
            }
            else if (key.SequenceEqual("procs_blocked"u8))
            {
                blocked = words.Number();
            }
        }

        _forks.Collect([(long)started], nowUsec);
        _processes.Collect([(long)running, (long)blocked], nowUsec);
        TellProcessors();
        _coreCharts.Collect(nowUsec);
        return null;
    }

    public void Dispose()
    {
        _source.Dispose();
        _coreCharts.Dispose();
    }

    /// <summary>cpu|cpuN user nice system idle iowait irq softirq steal [guest [guest_nice]]</summary>
    private void CollectCpu(ReadOnlySpan<byte> key, ref Words words, ref int core, long nowUsec)
    {
        ulong user = words.Number();
        ulong nice = words.Number();
        ulong system = words.Number();
        ulong idle = words.Number();
        ulong iowait = words.Number();
        ulong irq = words.Number();
        ulong softirq = words.Number();
        ulong steal = words.Number();
        if (words.Taken < 9)
        {
            return;
        }

        ulong guest = words.Number();
        ulong guestNice = words.Number();
        DemandChart? chart = key.Length == 3 ? _total : FindCore(key, core++);

        // The kernel counts the time of guests in user and nice, too.
        chart?.Collect([(long)guestNice, (long)guest, (long)steal, (long)softirq, (long)irq,
            (long)(user - guest), (long)system, (long)(nice - guestNice), (long)iowait, (long)idle],
            isNonZero: true, nowUsec);
    }

    /// <summary>The chart of a core; expected at the same place as last time, else looked for.</summary>
    private DemandChart? FindCore(ReadOnlySpan<byte> key, int expected)
    {
        ulong number = Numbers.Unsigned(key[3..]);
        if (!char.IsAsciiDigit((char)key[3]) || number >= Limits.CoresMax || key.Length > 7)
        {
            return null;
        }

        _lastCore = (int)number;
        if (_perCore == OnDemand.No)
        {
            return null;
        }

        if (expected < _cores.Count && key.SequenceEqual(_cores[expected].Key))
        {
            return _cores[expected].Chart;
        }

        foreach (CpuCore core in _cores)
        {
            if (key.SequenceEqual(core.Key))
            {
                return core.Chart;
            }
        }

        var chart = new DemandChart(_site, OnDemand.Yes, new ChartDefinition
        {
            Type = "cpu", Id = $"cpu{number}", Family = "utilization", Context = "cpu.cpu",
            Title = "Core utilization",
            Units = "percentage", Style = ChartStyle.Stacked, Priority = 1001 + (int)number, Module = Module,
        }, Utilization());
        _cores.Add(new CpuCore(key.ToArray(), chart));
        _coreCharts.Add((int)number);
        return chart;
    }

    /// <summary>Spec collectors 1.8: the number of the last core's line and one.</summary>
    private void TellProcessors()
    {
        int count = _lastCore >= 0 ? _lastCore + 1 : Environment.ProcessorCount;
        if (count != _activeProcessors)
        {
            _activeProcessors = count;
            _site.Host.SetVariable("active_processors", count);
        }
    }

    private static DimensionDefinition[] Utilization()
    {
        string[] ids =
            ["guest_nice", "guest", "steal", "softirq", "irq", "user", "system", "nice", "iowait", "idle"];
        return Array.ConvertAll(ids, static id => new DimensionDefinition(id,
            Algorithm.PercentageOfIncrementalRow,
            Flags: id == "idle" ? DimensionFlags.Hidden : DimensionFlags.None));
    }

    /// <summary>Some defaults depend on the size of the machine.</summary>
    private static int CountCores(Site site, Sys.ProcFile file)
    {
        int count = 0;
        site.TryRead(file, out ReadOnlySpan<byte> text);
        var lines = new Lines(text);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            count += line.Length > 3 && line.StartsWith("cpu"u8) && line[3] != ' ' ? 1 : 0;
        }

        return count > 0 ? count : Environment.ProcessorCount;
    }

    private sealed record CpuCore(byte[] Key, DemandChart Chart);
}
