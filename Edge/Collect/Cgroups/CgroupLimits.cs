namespace Edge.Collect.Cgroups;

/// <summary>How much of the machine a control group may use.</summary>
/// <param name="reader">Reads its files.</param>
internal sealed class CgroupLimits(CgroupReader reader)
{
    public void Read(Cgroup group, int machineCores)
    {
        CgroupMemory memory = group.Memory!;
        memory.HasLimits = true;
        memory.Cores = reader.IsUnified ? UnifiedCores(group, machineCores) : LegacyCores(group);
        memory.MemoryLimit = Limit(group, CgroupFile.MemoryLimit);
        memory.SwapLimit = Limit(group, CgroupFile.SwapLimit);
    }

    private double LegacyCores(Cgroup group)
    {
        int cpus = reader.TryRead(group, CgroupFile.CpusetCpus, out ReadOnlySpan<byte> text)
            ? CpuList.Count(text)
            : 0;
        if (!reader.TryRead(group, CgroupFile.CfsPeriod, out text)
            || !CgroupParser.TryNumber(text, out ulong period)
            || !reader.TryRead(group, CgroupFile.CfsQuota, out text)
            || !CgroupParser.TryNumber(text, out ulong quota))
        {
            return cpus;
        }

        return Smaller(quota, period, cpus);
    }

    /// <summary>cpu.max: quota or max, then the period.</summary>
    private double UnifiedCores(Cgroup group, int machineCores)
    {
        if (!reader.TryRead(group, CgroupFile.CpuMax, out ReadOnlySpan<byte> text))
        {
            return 0;
        }

        var words = new Words(text, Separators.Blanks);
        ulong quota = words.Number();
        return Smaller(quota, words.Number(), machineCores);
    }

    /// <summary>A quota counts only where it is less than the CPUs that there are.</summary>
    private static double Smaller(ulong quota, ulong period, int cpus)
    {
        double cores = period == 0 ? 0 : quota / (double)period;
        return cores > 0 && (cores < cpus || cpus == 0) ? cores : cpus;
    }

    private ulong? Limit(Cgroup group, CgroupFile file) =>
        reader.TryRead(group, file, out ReadOnlySpan<byte> text) ? CgroupParser.Limit(text) : null;
}
