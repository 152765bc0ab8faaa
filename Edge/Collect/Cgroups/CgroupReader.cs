using Edge.Sys;

namespace Edge.Collect.Cgroups;

/// <summary>
/// Reads the files of one control group after the other into one buffer. Some are kept open: a read then
/// costs
/// a sixth. Lives on pulse.
/// </summary>
internal sealed class CgroupReader
{
    private readonly CgroupTrees _trees;
    private readonly CgroupOptions _options;
    private byte[] _buffer = new byte[4096];

    /// <param name="trees">Where the files are.</param>
    /// <param name="options">What is wanted of services.</param>
    /// <param name="filesMax">So many are kept open.</param>
    public CgroupReader(CgroupTrees trees, CgroupOptions options, int filesMax)
    {
        _trees = trees;
        _options = options;
        FilesMax = filesMax;
        Values = new CgroupValues(trees.IsUnified);
        Limits = new CgroupLimits(this);
    }

    /// <summary>Of the control group that was read last.</summary>
    public CgroupValues Values { get; }

    public CgroupLimits Limits { get; }

    public int FilesMax { get; }

    public int OpenCount { get; private set; }

    public bool IsUnified => _trees.IsUnified;

    public void Read(Cgroup group)
    {
        Guard.That(group.IsRead);
        Values.Clear();
        bool isService = group.State == CgroupState.Service;
        if (Wants(group, CgroupMetric.Cpu) && TryRead(group, CgroupFile.CpuStat, out var text))
        {
            CgroupParser.Cpu(text, Values, IsUnified);
        }

        if (!isService && Wants(group, CgroupMetric.PerCore)
            && TryRead(group, CgroupFile.PerCore, out text))
        {
            CgroupParser.Cores(text, Values);
        }

        ReadMemory(group, isService);
        if (IsUnified)
        {
            ReadUnifiedIo(group);
        }
        else
        {
            ReadIo(group, CgroupMetric.IoBytes, CgroupFile.IoBytes, CgroupValues.IoBytes);
            ReadIo(group, CgroupMetric.IoOperations, CgroupFile.IoOperations, CgroupValues.IoOperations);
            ReadIo(group, CgroupMetric.ThrottleBytes, CgroupFile.ThrottleBytes, CgroupValues.ThrottleBytes);
            ReadIo(group, CgroupMetric.ThrottleOperations, CgroupFile.ThrottleOperations,
                CgroupValues.ThrottleOperations);
            ReadIo(group, CgroupMetric.Queued, CgroupFile.Queued, CgroupValues.Queued);
            ReadIo(group, CgroupMetric.Merged, CgroupFile.Merged, CgroupValues.Merged);
        }

        if (!isService)
        {
            ReadPressure(group, CgroupMetric.CpuPressure, CgroupMetric.Count, CgroupFile.CpuPressure,
                CgroupValues.CpuSome);
            ReadPressure(group, CgroupMetric.IoPressure, CgroupMetric.IoFullPressure, CgroupFile.IoPressure,
                CgroupValues.IoSome);
            ReadPressure(group, CgroupMetric.MemoryPressure, CgroupMetric.MemoryFullPressure,
                CgroupFile.MemoryPressure, CgroupValues.MemorySome);
        }
    }

    /// <summary>The text of a file, borrowed until the next one is read. False: there is none now.</summary>
    public bool TryRead(Cgroup group, CgroupFile file, out ReadOnlySpan<byte> text)
    {
        text = [];
        CgroupMemory memory = group.Memory!;
        uint bit = 1u << (int)file;
        (CgroupTree tree, byte[]? name) = CgroupFiles.Of(file, IsUnified);
        if (name == null || (group.Missing & bit) != 0)
        {
            return false;
        }

        int descriptor = memory.Descriptor(file);
        int count = descriptor < 0 ? -1 : PathFile.Read(descriptor, ref _buffer, BytesMax, out _);
        if (count < 0)
        {
            Close(memory, file);
            count = Open(memory, file, _trees.Path(tree, group.PathBytes, name));
        }

        if (count < 0)
        {
            memory.IsSuspect |= (memory.WasRead & bit) != 0;
            group.Missing |= bit;
            return false;
        }

        memory.WasRead |= bit;
        text = _buffer.AsSpan(0, count);
        return true;
    }

    /// <summary>Its descriptors are free for others.</summary>
    public void Close(CgroupMemory memory)
    {
        OpenCount -= memory.OpenCount;
        memory.Close();
    }

    private static int BytesMax => Collect.Limits.SmallFileBytesMax;

    private static bool Wants(Cgroup group, CgroupMetric metric) =>
        group.Demands[(int)metric] != OnDemand.No;

    /// <summary>Opens and reads, and keeps it open if there is room.</summary>
    private int Open(CgroupMemory memory, CgroupFile file, ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty)
        {
            return -1;
        }

        int descriptor = PathFile.Open(path, out _);
        if (descriptor < 0)
        {
            return -1;
        }

        int count = PathFile.Read(descriptor, ref _buffer, BytesMax, out _);
        if (count < 0 || OpenCount >= FilesMax || !CgroupMemory.MayKeep(file))
        {
            PathFile.Close(descriptor);
            return count;
        }

        memory.Keep(file, descriptor);
        OpenCount++;
        return count;
    }

    private void Close(CgroupMemory memory, CgroupFile file)
    {
        int before = memory.OpenCount;
        memory.Close(file);
        OpenCount -= before - memory.OpenCount;
    }

    private void ReadMemory(Cgroup group, bool isService)
    {
        bool wantsDetail = Wants(group, CgroupMetric.Detail)
            && (!isService || _options.ServicesDetail || _options.WithoutCache);
        if (wantsDetail && IsDue(group, CgroupFile.MemoryStat)
            && TryRead(group, CgroupFile.MemoryStat, out var text))
        {
            Values.HasDetail = Values.Detail.Read(text);
            Rest(group, CgroupMetric.Detail, CgroupFile.MemoryStat, Values.HasDetailNotZero(),
                _options.DetailPause);
        }

        if (Wants(group, CgroupMetric.Memory) && TryRead(group, CgroupFile.MemoryUsage, out text))
        {
            Values.HasMemory = CgroupParser.TryNumber(text, out ulong bytes);
            Values.Memory = bytes;
        }

        if (Wants(group, CgroupMetric.Swap) && TryRead(group, CgroupFile.SwapUsage, out text))
        {
            Values.HasSwap = CgroupParser.TryNumber(text, out ulong bytes);
            Values.Swap = bytes;
        }

        if (Wants(group, CgroupMetric.FailCount) && IsDue(group, CgroupFile.FailCount)
            && TryRead(group, CgroupFile.FailCount, out text))
        {
            Values.HasFailCount = CgroupParser.TryNumber(text, out ulong count);
            Values.FailCount = count;
            Rest(group, CgroupMetric.FailCount, CgroupFile.FailCount, count != 0, _options.FailCountPause);
        }
    }

    private void ReadIo(Cgroup group, CgroupMetric metric, CgroupFile file, int place)
    {
        if (Wants(group, metric) && IsDue(group, file) && TryRead(group, file, out var text))
        {
            CgroupParser.Blkio(text, ref Values.Io[place]);
            Rest(group, metric, file, !Values.Io[place].IsZero, _options.BlkioPause);
        }
    }

    /// <summary>One file for bytes and operations.</summary>
    private void ReadUnifiedIo(Cgroup group)
    {
        bool wantsBytes = Wants(group, CgroupMetric.IoBytes);
        bool wantsOperations = Wants(group, CgroupMetric.IoOperations);
        if ((!wantsBytes && !wantsOperations) || !IsDue(group, CgroupFile.IoBytes)
            || !TryRead(group, CgroupFile.IoBytes, out var text))
        {
            return;
        }

        ref IoValue bytes = ref Values.Io[CgroupValues.IoBytes];
        ref IoValue operations = ref Values.Io[CgroupValues.IoOperations];
        CgroupParser.Io(text, ref bytes, ref operations);
        bool isZero = bytes.IsZero && operations.IsZero;
        bytes.IsThere &= wantsBytes;
        operations.IsThere &= wantsOperations;
        bool isOpen = group.Demands[(int)CgroupMetric.IoBytes] == OnDemand.Yes
            || group.Demands[(int)CgroupMetric.IoOperations] == OnDemand.Yes;
        Rest(group, wantsBytes ? CgroupMetric.IoBytes : CgroupMetric.IoOperations, CgroupFile.IoBytes,
            !isZero || isOpen, _options.BlkioPause);
    }

    private void ReadPressure(
        Cgroup group, CgroupMetric some, CgroupMetric full, CgroupFile file, int place)
    {
        bool wantsFull = full != CgroupMetric.Count && Wants(group, full);
        if ((Wants(group, some) || wantsFull) && TryRead(group, file, out var text))
        {
            CgroupParser.Pressure(text, Values, place, full != CgroupMetric.Count);
        }
    }

    private static bool IsDue(Cgroup group, CgroupFile file)
    {
        ref ushort pause = ref group.Memory!.Pause(file);
        if (pause == 0)
        {
            return true;
        }

        pause--;
        return false;
    }

    /// <summary>
    /// A file that is all zero, for a chart that waits for more, is left alone for a while.
    /// </summary>
    private static void Rest(Cgroup group, CgroupMetric metric, CgroupFile file, bool isNonZero, int pause)
    {
        if (!isNonZero && group.Demands[(int)metric] == OnDemand.Auto)
        {
            group.Memory!.Pause(file) = (ushort)pause;
        }
    }
}
