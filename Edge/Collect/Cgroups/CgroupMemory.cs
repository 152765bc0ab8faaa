using Edge.Sys;

namespace Edge.Collect.Cgroups;

/// <summary>What is kept of a control group from one iteration to the next.</summary>
internal sealed class CgroupMemory
{
    /// <summary>All files but those of limits may be kept open.</summary>
    private const int Kept = (int)CgroupFile.CpusetCpus;

    private readonly ushort[] _pauses = new ushort[Kept];
    private int[]? _descriptors;

    /// <summary>Bits of files that could be read at some time.</summary>
    public uint WasRead { get; set; }

    /// <summary>A file that could be read cannot any more: is it still there?</summary>
    public bool IsSuspect { get; set; }

    /// <summary>Its limits were read at least once.</summary>
    public bool HasLimits { get; set; }

    /// <summary>CPUs that it may use by its quota or its set; 0: no limit that is known.</summary>
    public double Cores { get; set; }

    /// <summary>Bytes; null: it cannot be read.</summary>
    public ulong? MemoryLimit { get; set; }

    public ulong? SwapLimit { get; set; }

    /// <summary>User and system time of the iteration before; -1: there was none.</summary>
    public long LastCpu { get; set; } = -1;

    /// <summary>How many descriptors are open.</summary>
    public int OpenCount { get; private set; }

    /// <summary>So many iterations a file is not read, because it was all zero.</summary>
    public ref ushort Pause(CgroupFile file) => ref _pauses[(int)file];

    public static bool MayKeep(CgroupFile file) => (int)file < Kept;

    /// <summary><see cref="PathFile.None"/>: it is not open.</summary>
    public int Descriptor(CgroupFile file) =>
        _descriptors != null && MayKeep(file) ? _descriptors[(int)file] : PathFile.None;

    /// <summary>Takes a descriptor, to be closed by <see cref="Close(CgroupFile)"/>.</summary>
    public void Keep(CgroupFile file, int descriptor)
    {
        if (_descriptors == null)
        {
            _descriptors = new int[Kept];
            Array.Fill(_descriptors, PathFile.None);
        }

        Guard.That(_descriptors[(int)file] == PathFile.None);
        _descriptors[(int)file] = descriptor;
        OpenCount++;
    }

    public void Close(CgroupFile file)
    {
        int descriptor = Descriptor(file);
        if (descriptor != PathFile.None)
        {
            PathFile.Close(descriptor);
            _descriptors![(int)file] = PathFile.None;
            OpenCount--;
        }
    }

    public void Close()
    {
        for (CgroupFile file = 0; (int)file < Kept; file++)
        {
            Close(file);
        }
    }
}
