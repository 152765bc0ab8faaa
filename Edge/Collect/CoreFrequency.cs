using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// <c>cpu.cpufreq</c>: the mean frequency of each core since the last tick if the kernel counts the time at
/// each
/// frequency, else the frequency of the moment.
/// </summary>
internal sealed class CoreFrequency : IDisposable
{
    private readonly Site _site;
    private readonly OnDemand _demand;
    private readonly bool _keepFiles;
    private readonly string _momentTemplate;
    private readonly string _statesTemplate;
    private readonly LazyChart _chart;
    private readonly List<CpuCore> _cores = [];

    public CoreFrequency(Site site, OnDemand demand, bool keepFiles)
    {
        _site = site;
        _demand = demand;
        _keepFiles = keepFiles;
        _momentTemplate = site.Settings.Text(StatCollector.Section, "scaling_cur_freq filename to monitor",
            site.Path("/sys/devices/system/cpu/%s/cpufreq/scaling_cur_freq"));
        _statesTemplate = site.Settings.Text(StatCollector.Section, "time_in_state filename to monitor",
            site.Path("/sys/devices/system/cpu/%s/cpufreq/stats/time_in_state"));
        _chart = new LazyChart(site, new ChartDefinition
        {
            Type = "cpu", Id = "cpufreq", Family = "cpufreq", Context = "cpufreq.cpufreq",
            Title = "Current CPU Frequency", Units = "MHz", Priority = 5003, Module = StatCollector.Module,
        });
    }

    public void Add(int core)
    {
        if (_demand == OnDemand.No)
        {
            return;
        }

        string id = $"cpu{core}";
        var moment = new ProcFile(Site.Fill(_momentTemplate, id), _keepFiles);
        var states = new ProcFile(Site.Fill(_statesTemplate, id), _keepFiles);
        bool hasMoment = moment.IsReadable();
        bool hasStates = states.IsReadable();
        if (hasMoment || hasStates)
        {
            _cores.Add(new CpuCore(id)
            {
                Moment = hasMoment ? moment : null,
                States = hasStates ? states : null,
            });
        }
    }

    public void Collect(long nowUsec)
    {
        bool hasMean = false;
        foreach (CpuCore core in _cores)
        {
            core.Khz = MeanKhz(core);
            hasMean |= core.Khz is > 0;
        }

        foreach (CpuCore core in _cores)
        {
            long? khz = hasMean ? core.Khz : MomentKhz(core);
            if (khz == null)
            {
                continue;
            }

            core.Dimension ??= _chart.Add(core.Id, null, Algorithm.Absolute, 1, 1000);
            if (core.Dimension != null)
            {
                _chart.Set(core.Dimension, khz.Value, nowUsec);
            }
        }

        _chart.Commit(nowUsec);
    }

    public void Dispose()
    {
        foreach (CpuCore core in _cores)
        {
            core.Moment?.Dispose();
            core.States?.Dispose();
        }
    }

    /// <summary>
    /// sum(frequency * ticks at it) / sum(ticks), since the last read; 0 before there was one.
    /// </summary>
    private long? MeanKhz(CpuCore core)
    {
        if (core.States == null)
        {
            return null;
        }

        if (!_site.TryRead(core.States, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            core.States.Dispose();
            core.States = null;
            return null;
        }

        double weighted = 0;
        ulong total = 0;
        int state = 0;
        var lines = new Lines(text);
        for (; state < Limits.FrequenciesMax && lines.Next(out ReadOnlySpan<byte> line); state++)
        {
            var words = new Words(line, Separators.Blanks);
            ulong khz = words.Number();
            ulong ticks = words.Number();
            if (state == core.Ticks.Count)
            {
                core.Ticks.Add(ticks);
                continue;
            }

            ulong since = ticks >= core.Ticks[state] ? ticks - core.Ticks[state] : 0;
            core.Ticks[state] = ticks;
            weighted += (double)khz * since;
            total += since;
        }

        return total == 0 ? 0 : (long)(weighted / total);
    }

    private long? MomentKhz(CpuCore core)
    {
        if (core.Moment == null)
        {
            return null;
        }

        if (_site.TryReadNumber(core.Moment) is not ulong khz)
        {
            core.Moment.Dispose();
            core.Moment = null;
            return null;
        }

        return (long)khz;
    }

    private sealed class CpuCore(string id)
    {
        public string Id { get; } = id;

        public ProcFile? Moment { get; set; }

        public ProcFile? States { get; set; }

        /// <summary>Of the last read, by line.</summary>
        public List<ulong> Ticks { get; } = [];

        public long? Khz { get; set; }

        public Dimension? Dimension { get; set; }
    }
}
