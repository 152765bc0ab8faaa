namespace Edge.Collect.Cgroups;

/// <summary>
/// What the files of one control group said in this iteration; used for one after the other.
/// </summary>
internal sealed class CgroupValues(bool isUnified)
{
    // Slots of the detailed memory, version 1.
    public const int Cache = 0;
    public const int Rss = 1;
    public const int RssHuge = 2;
    public const int Mapped = 3;
    public const int LegacyWriteback = 4;
    public const int LegacyDirty = 5;
    public const int SwapKey = 6;
    public const int PagesIn = 7;
    public const int PagesOut = 8;
    public const int LegacyFaults = 9;
    public const int LegacyMajorFaults = 10;

    // The same, version 2.
    public const int Anon = 0;
    public const int KernelStack = 1;
    public const int Slab = 2;
    public const int Sock = 3;
    public const int AnonHuge = 4;
    public const int FileCache = 5;
    public const int Writeback = 6;
    public const int Dirty = 7;
    public const int Faults = 8;
    public const int MajorFaults = 9;

    // Places of Io.
    public const int IoBytes = 0;
    public const int IoOperations = 1;
    public const int ThrottleBytes = 2;
    public const int ThrottleOperations = 3;
    public const int Queued = 4;
    public const int Merged = 5;
    public const int IoCount = 6;

    // Places of Pressure.
    public const int CpuSome = 0;
    public const int IoSome = 1;
    public const int IoFull = 2;
    public const int MemorySome = 3;
    public const int MemoryFull = 4;
    public const int PressureCount = 5;

    /// <summary>Averages of a line of pressure: 10, 60 and 300 seconds.</summary>
    public const int Averages = 3;

    public bool HasCpu { get; set; }

    /// <summary>Ticks of 10 ms (version 1) or microseconds (version 2).</summary>
    public long CpuUser { get; set; }

    public long CpuSystem { get; set; }

    /// <summary>How many of <see cref="Core"/> were read; 0: none.</summary>
    public int Cores { get; set; }

    /// <summary>Nanoseconds of each core.</summary>
    public long[] Core { get; set; } = [];

    public bool HasDetail { get; set; }

    /// <summary>memory.stat, by the slots above.</summary>
    public KeyedFile Detail { get; } = isUnified
        ? new KeyedFile("anon", "kernel_stack", "slab", "sock", "anon_thp", "file", "file_writeback",
            "file_dirty", "pgfault", "pgmajfault")
        : new KeyedFile("total_cache", "total_rss", "total_rss_huge", "total_mapped_file", "total_writeback",
            "total_dirty", "total_swap", "total_pgpgin", "total_pgpgout", "total_pgfault",
            "total_pgmajfault");

    public bool HasMemory { get; set; }

    /// <summary>Bytes.</summary>
    public ulong Memory { get; set; }

    public bool HasSwap { get; set; }

    /// <summary>Bytes; of memory and swap together in version 1.</summary>
    public ulong Swap { get; set; }

    public bool HasFailCount { get; set; }

    public ulong FailCount { get; set; }

    public IoValue[] Io { get; } = new IoValue[IoCount];

    public bool[] HasPressure { get; } = new bool[PressureCount];

    /// <summary>Hundredths of a percent, <see cref="Averages"/> for each place.</summary>
    public long[] Pressure { get; } = new long[PressureCount * Averages];

    /// <summary>Anything in the detailed memory that makes its charts appear; the page cache of version 2
    /// does
    /// not.</summary>
    public bool HasDetailNotZero()
    {
        int slots = isUnified ? MajorFaults + 1 : LegacyMajorFaults + 1;
        for (int i = 0; i < slots; i++)
        {
            if (Detail[i] != 0 && !(isUnified && i == FileCache))
            {
                return true;
            }
        }

        return false;
    }

    public void Clear()
    {
        HasCpu = false;
        Cores = 0;
        HasDetail = false;
        Detail.Clear();
        HasMemory = false;
        Memory = 0;
        HasSwap = false;
        Swap = 0;
        HasFailCount = false;
        Array.Clear(Io);
        Array.Clear(HasPressure);
    }
}
