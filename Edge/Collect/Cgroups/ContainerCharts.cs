using Edge.Store;
using Edge.Sys;

namespace Edge.Collect.Cgroups;

/// <summary>The charts of one container or virtual machine (spec collectors 9.5). Lives on pulse.</summary>
internal sealed class ContainerCharts(Cgroup group)
{
    private const int Mebibyte = 1_048_576;
    private const int Shown = (int)ContainerChart.Count;

    private readonly Chart?[] _charts = new Chart?[Shown];

    /// <summary>Per chart: null for a dimension that it does not have.</summary>
    private readonly Dimension?[]?[] _columns = new Dimension?[]?[Shown];

    /// <summary>Bits of charts for which the host has no room.</summary>
    private uint _refused;

    private double _toldCores = -1;
    private double _toldMemory = double.NaN;
    private double _toldSwap = double.NaN;

    /// <summary>What was read of it just now.</summary>
    public void Collect(CgroupBoard board, CgroupValues values, long nowUsec)
    {
        CgroupMemory memory = group.Memory!;
        if (values.HasCpu)
        {
            CollectCpu(board, memory, values, nowUsec);
        }

        if (values.Cores > 0)
        {
            CollectCores(board, values, nowUsec);
        }

        if (values.HasDetail && board.Shows(group, CgroupMetric.Detail, values.HasDetailNotZero()))
        {
            CollectDetail(board, values, nowUsec);
        }

        if (values.HasMemory && board.Shows(group, CgroupMetric.Memory, board.Usage(values) > 0))
        {
            CollectUsage(board, memory, values, nowUsec);
        }

        if (values.HasFailCount && board.Shows(group, CgroupMetric.FailCount, values.FailCount > 0))
        {
            Put(board, ContainerChart.FailCount, [(long)values.FailCount], nowUsec);
        }

        CollectIo(board, values, nowUsec);
        CollectPressure(board, values, nowUsec);
    }

    /// <summary>It is gone.</summary>
    public void Retire()
    {
        for (int i = 0; i < Shown; i++)
        {
            Retire((ContainerChart)i);
        }
    }

    private void CollectCpu(CgroupBoard board, CgroupMemory memory, CgroupValues values, long nowUsec)
    {
        if (!board.Shows(group, CgroupMetric.Cpu, (values.CpuUser | values.CpuSystem) != 0)
            || !Put(board, ContainerChart.Cpu, [values.CpuUser, values.CpuSystem], nowUsec))
        {
            return;
        }

        double limit = memory.Cores * 100;
        if (limit != _toldCores && (limit > 0 || _toldCores > 0))
        {
            _charts[(int)ContainerChart.Cpu]!.SetVariable("cpu_limit", limit > 0 ? limit : double.NaN);
        }

        _toldCores = limit;
        long now = values.CpuUser + values.CpuSystem;
        long step = memory.LastCpu < 0 ? -1 : Math.Max(now - memory.LastCpu, 0);
        memory.LastCpu = now;
        if (limit <= 0)
        {
            Retire(ContainerChart.CpuLimit);
        }
        else if (step >= 0)
        {
            Put(board, ContainerChart.CpuLimit,
                [(long)(100.0 * step * 100 / (limit * board.Options.UpdateEvery))], nowUsec);
        }
    }

    private void CollectCores(CgroupBoard board, CgroupValues values, long nowUsec)
    {
        ReadOnlySpan<long> cores = values.Core.AsSpan(0, values.Cores);
        if (!board.Shows(group, CgroupMetric.PerCore, cores.ContainsAnyExcept(0))
            || Ready(board, ContainerChart.PerCore) is not { } chart)
        {
            return;
        }

        ref Dimension?[]? columns = ref _columns[(int)ContainerChart.PerCore];
        int known = columns!.Length;
        if (known < cores.Length)
        {
            Array.Resize(ref columns, cores.Length);
            for (int i = known; i < cores.Length; i++)
            {
                columns[i] = chart.Define($"cpu{i}", null, Algorithm.Incremental, 100, 1_000_000_000);
            }
        }

        Set(chart, columns, cores, nowUsec);
    }

    private void CollectDetail(CgroupBoard board, CgroupValues values, long nowUsec)
    {
        KeyedFile file = values.Detail;
        if (group.IsUnified)
        {
            Put(board, ContainerChart.Memory,
                [(long)file[CgroupValues.Anon], (long)file[CgroupValues.KernelStack],
                (long)file[CgroupValues.Slab], (long)file[CgroupValues.Sock],
                (long)file[CgroupValues.AnonHuge], (long)file[CgroupValues.FileCache]], nowUsec);
            Put(board, ContainerChart.Writeback,
                [(long)file[CgroupValues.Dirty], (long)file[CgroupValues.Writeback]], nowUsec,
                file.Has(CgroupValues.Dirty) ? -1 : 0);
            Put(board, ContainerChart.PageFaults,
                [(long)file[CgroupValues.Faults], (long)file[CgroupValues.MajorFaults]], nowUsec);
            return;
        }

        ulong huge = file[CgroupValues.RssHuge];
        ulong rss = file[CgroupValues.Rss];
        Put(board, ContainerChart.Memory,
            [(long)file[CgroupValues.Cache], rss > huge ? (long)(rss - huge) : 0,
            (long)file[CgroupValues.SwapKey], (long)huge, (long)file[CgroupValues.Mapped]], nowUsec,
            file.Has(CgroupValues.SwapKey) ? -1 : 2);
        Put(board, ContainerChart.Writeback,
            [(long)file[CgroupValues.LegacyDirty], (long)file[CgroupValues.LegacyWriteback]], nowUsec,
            file.Has(CgroupValues.LegacyDirty) ? -1 : 0);
        Put(board, ContainerChart.Activity,
            [(long)file[CgroupValues.PagesIn], (long)file[CgroupValues.PagesOut]], nowUsec);
        Put(board, ContainerChart.PageFaults,
            [(long)file[CgroupValues.LegacyFaults], (long)file[CgroupValues.LegacyMajorFaults]], nowUsec);
    }

    private void CollectUsage(CgroupBoard board, CgroupMemory memory, CgroupValues values, long nowUsec)
    {
        ulong used = board.Usage(values);
        if (!Put(board, ContainerChart.MemoryUsage, [(long)used, (long)board.SwapOnly(values)], nowUsec))
        {
            return;
        }

        Chart chart = _charts[(int)ContainerChart.MemoryUsage]!;
        Tell(chart, "memory_limit", memory.MemoryLimit, ref _toldMemory);
        Tell(chart, "memory_and_swap_limit", memory.SwapLimit, ref _toldSwap);
        if (memory.MemoryLimit is not { } limit)
        {
            Retire(ContainerChart.MemoryLimit);
            return;
        }

        ulong most = Math.Min(limit, board.MachineBytes);
        Put(board, ContainerChart.MemoryLimit, [most > used ? (long)(most - used) : 0, (long)used], nowUsec);
    }

    private void CollectIo(CgroupBoard board, CgroupValues values, long nowUsec)
    {
        for (int i = 0; i < CgroupValues.IoCount; i++)
        {
            IoValue io = values.Io[i];
            if (io.IsThere && board.Shows(group, CgroupMetric.IoBytes + i, !io.IsZero))
            {
                Put(board, ContainerChart.Io + i, [(long)io.Reads, (long)io.Writes], nowUsec);
            }
        }
    }

    /// <summary>What waits needs no more than its file; <c>some</c> then decides for <c>full</c>.</summary>
    private void CollectPressure(CgroupBoard board, CgroupValues values, long nowUsec)
    {
        for (int i = 0; i < CgroupValues.PressureCount; i++)
        {
            if (!values.HasPressure[i])
            {
                continue;
            }

            bool isFull = i is CgroupValues.IoFull or CgroupValues.MemoryFull;
            if (!isFull && group.Demands[(int)CgroupMetric.CpuPressure + i] == OnDemand.Auto
                && i != CgroupValues.CpuSome)
            {
                group.Demands[(int)CgroupMetric.CpuPressure + i + 1] = OnDemand.Yes;
            }

            if (board.Shows(group, CgroupMetric.CpuPressure + i, isNonZero: true))
            {
                Put(board, ContainerChart.CpuPressure + i,
                    values.Pressure.AsSpan(i * CgroupValues.Averages, CgroupValues.Averages), nowUsec);
            }
        }
    }

    /// <summary>Collects a chart; the first time makes it. False: the host is full.</summary>
    /// <param name="board">What all have in common.</param>
    /// <param name="which">The chart.</param>
    /// <param name="values">One for each dimension of its definition.</param>
    /// <param name="nowUsec">Wall clock.</param>
    /// <param name="absent">A dimension that a new chart has not, as its source has no such key; -1: it has
    /// all.</param>
    private bool Put(CgroupBoard board, ContainerChart which, ReadOnlySpan<long> values, long nowUsec,
        int absent = -1)
    {
        if (Ready(board, which, absent) is not { } chart)
        {
            return false;
        }

        Set(chart, _columns[(int)which]!, values, nowUsec);
        return true;
    }

    private Chart? Ready(CgroupBoard board, ContainerChart which, int absent = -1)
    {
        uint bit = 1u << (int)which;
        if (_charts[(int)which] is { } chart || (_refused & bit) != 0)
        {
            return _charts[(int)which];
        }

        chart = board.Define(group, which, absent, out Dimension?[] columns);
        _charts[(int)which] = chart;
        _columns[(int)which] = columns;
        _refused |= chart == null ? bit : 0;
        return chart;
    }

    private void Retire(ContainerChart which)
    {
        _charts[(int)which]?.SetObsolete(true);
        _charts[(int)which] = null;
        _columns[(int)which] = null;
    }

    private static void Set(Chart chart, Dimension?[] columns, ReadOnlySpan<long> values, long nowUsec)
    {
        Guard.That(values.Length <= columns.Length);
        for (int i = 0; i < values.Length; i++)
        {
            if (columns[i] is { } column)
            {
                chart.Set(column, values[i], nowUsec);
            }
        }

        chart.Commit(nowUsec);
    }

    private static void Tell(Chart chart, string name, ulong? bytes, ref double told)
    {
        double mebibytes = bytes is { } limit ? limit / Mebibyte : double.NaN;
        if (!mebibytes.Equals(told))
        {
            told = mebibytes;
            chart.SetVariable(name, mebibytes);
        }
    }
}
