using System.Text;
using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary><c>cpu.cpuN_cpuidle</c>: the share of time that each core spends in each idle state.</summary>
internal sealed class CoreIdle : IDisposable
{
    private readonly Site _site;
    private readonly bool _keepFiles;
    private readonly string _nameTemplate;
    private readonly string _timeTemplate;
    private readonly ProcFile _schedule;
    private readonly List<CpuCore> _cores = [];
    private bool _isOff;

    public CoreIdle(Site site, OnDemand demand, bool keepFiles)
    {
        _site = site;
        _keepFiles = keepFiles;
        _isOff = demand == OnDemand.No;
        _schedule = site.Monitored(StatCollector.Section, "/proc/schedstat", "schedstat filename to monitor");
        _nameTemplate = site.Settings.Text(StatCollector.Section, "cpuidle name filename to monitor",
            site.Path("/sys/devices/system/cpu/cpu%zu/cpuidle/state%zu/name"));
        _timeTemplate = site.Settings.Text(StatCollector.Section, "cpuidle time filename to monitor",
            site.Path("/sys/devices/system/cpu/cpu%zu/cpuidle/state%zu/time"));
    }

    public void Add(int core)
    {
        if (!_isOff)
        {
            _cores.Add(new CpuCore(core, new LazyChart(_site, new ChartDefinition
            {
                Type = "cpu", Id = $"cpu{core}_cpuidle", Family = "cpuidle", Context = "cpuidle.cpuidle",
                Title = "C-state residency time", Units = "percentage", Style = ChartStyle.Stacked,
                Priority = 6000 + core, Module = StatCollector.Module,
            })));
        }
    }

    public void Collect(long nowUsec)
    {
        if (_isOff || _cores.Count == 0)
        {
            return;
        }

        if (!_site.TryRead(_schedule, out ReadOnlySpan<byte> text))
        {
            _isOff = true;
            return;
        }

        ReadActiveTimes(text);
        foreach (CpuCore core in _cores)
        {
            if (core.IsRead)
            {
                core.IsRead = false;
                Collect(core, nowUsec);
            }
        }
    }

    public void Dispose()
    {
        _schedule.Dispose();
        foreach (CpuCore core in _cores)
        {
            Forget(core);
        }
    }

    /// <summary>cpuN, nine numbers of which the seventh are the nanoseconds that tasks ran on it.</summary>
    private void ReadActiveTimes(ReadOnlySpan<byte> text)
    {
        int expected = 0;
        var lines = new Lines(text);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            if (line.Length < 4 || !line.StartsWith("cpu"u8))
            {
                continue;
            }

            var words = new Words(line, Separators.Colon);
            int number = (int)Math.Min(Numbers.Unsigned(words.Next()[3..]), Limits.CoresMax);
            words.Skip(6);
            long activeUsec = (long)words.Number() / 1000;
            words.Skip(2);
            if (words.Taken >= 10 && Find(number, ref expected) is CpuCore core)
            {
                core.IsRead = true;
                core.IsStill = core.ActiveUsec == activeUsec;
                core.ActiveUsec = activeUsec;
            }
        }
    }

    private CpuCore? Find(int number, ref int expected)
    {
        if (expected < _cores.Count && _cores[expected].Number == number)
        {
            return _cores[expected++];
        }

        foreach (CpuCore core in _cores)
        {
            if (core.Number == number)
            {
                return core;
            }
        }

        return null;
    }

    private void Collect(CpuCore core, long nowUsec)
    {
        if (core.States.Count < Limits.IdleStatesMax && core.Next?.IsReadable() != false)
        {
            Scan(core);
        }

        if (core.States.Count == 0)
        {
            return;
        }

        // The kernel counts an idle state when it ends: a core that slept all the time is woken for that.
        if (core.IsStill)
        {
            Processor.Visit(core.Number);
        }

        core.Active ??= core.Chart.Add($"cpu{core.Number}_active_time", "C0 (active)",
            Algorithm.PercentageOfIncrementalRow);
        if (core.Active == null)
        {
            return;
        }

        core.Chart.Set(core.Active, core.ActiveUsec, nowUsec);
        foreach (State state in core.States)
        {
            if (_site.TryReadNumber(state.Time) is not ulong usec)
            {
                Forget(core);
                break;
            }

            state.Dimension ??= core.Chart.Add(state.Id, state.Name, Algorithm.PercentageOfIncrementalRow);
            if (state.Dimension != null)
            {
                core.Chart.Set(state.Dimension, (long)usec, nowUsec);
            }
        }

        core.Chart.Commit(nowUsec);
    }

    /// <summary>
    /// Finds the states that are not known yet, and the file whose appearance means that there is one more.
    /// </summary>
    private void Scan(CpuCore core)
    {
        string cpu = Site.Text(core.Number);
        while (core.States.Count < Limits.IdleStatesMax)
        {
            string state = Site.Text(core.States.Count);
            core.Next = new ProcFile(Site.Fill(_nameTemplate, cpu, state), keepOpen: false);
            if (!_site.TryRead(core.Next, out ReadOnlySpan<byte> name, Limits.SmallFileBytesMax))
            {
                return;
            }

            core.States.Add(new State($"cpu{cpu}_cpuidle_state{state}_time",
                Encoding.UTF8.GetString(name.TrimEnd("\n "u8)),
                new ProcFile(Site.Fill(_timeTemplate, cpu, state), _keepFiles)));
        }
    }

    private static void Forget(CpuCore core)
    {
        foreach (State state in core.States)
        {
            state.Time.Dispose();
        }

        core.States.Clear();
        core.Next = null;
    }

    private sealed class CpuCore(int number, LazyChart chart)
    {
        public int Number { get; } = number;

        public LazyChart Chart { get; } = chart;

        public List<State> States { get; } = [];

        public Dimension? Active { get; set; }

        /// <summary>The name of the state after the last known one; null: to be scanned.</summary>
        public ProcFile? Next { get; set; }

        public long ActiveUsec { get; set; }

        /// <summary>Seen in /proc/schedstat in this tick.</summary>
        public bool IsRead { get; set; }

        /// <summary>Nothing ran on it since the last tick.</summary>
        public bool IsStill { get; set; }
    }

    private sealed class State(string id, string name, ProcFile time)
    {
        public string Id { get; } = id;

        public string Name { get; } = name;

        public ProcFile Time { get; } = time;

        public Dimension? Dimension { get; set; }
    }
}
