using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>System V semaphores, message queues and shared memory (spec collectors 3.8).</summary>
internal sealed class IpcCollector : ICollector
{
    public const string Module = "ipc";
    public const string Section = "plugin:proc:ipc";

    /// <summary>Seconds between two readings of the limits.</summary>
    private const int LimitsEvery = 60;

    private const int ShmWordsMin = 16;

    private readonly Site _site;
    private readonly ProcFile _limits;
    private readonly DemandChart _semaphores;
    private readonly DemandChart _arrays;
    private readonly DemandChart _segments;
    private readonly DemandChart _segmentBytes;
    private MessageQueues? _queues;
    private ProcFile? _sharedMemory;
    private bool _hasSemaphores;
    private bool _isStarted;
    private Pace _limitsPace = new(LimitsEvery);

    public IpcCollector(Site site)
    {
        _site = site;
        ICollectSettings settings = site.Settings;
        _limits = new ProcFile(site.Path("/proc/sys/kernel/sem"), keepOpen: false);
        _queues = settings.Flag(Section, "message queues", true) ? new MessageQueues(site) : null;
        _hasSemaphores = settings.Flag(Section, "semaphore totals", true);
        _sharedMemory = settings.Flag(Section, "shared memory totals", true)
            ? site.Monitored(Section, "/proc/sysvipc/shm", "shm filename to monitor")
            : null;
        _semaphores = Chart("ipc_semaphores", "semaphores", "IPC Semaphores", "semaphores", 1203,
            "semaphores", ChartStyle.Area);
        _arrays = Chart("ipc_semaphore_arrays", "semaphores", "IPC Semaphore Arrays", "arrays", 1204,
            "arrays", ChartStyle.Area);
        _segments = Chart("shared_memory_segments", "shared memory",
            "IPC Shared Memory Number of Segments", "segments", 1205, "segments", ChartStyle.Stacked);
        _segmentBytes = Chart("shared_memory_bytes", "shared memory",
            "IPC Shared Memory Used Bytes", "bytes", 1206, "bytes", ChartStyle.Stacked);
    }

    public string? Collect(long nowUsec)
    {
        CollectSemaphores(nowUsec);
        if (_queues?.Collect(nowUsec) == false)
        {
            _queues.Dispose();
            _queues = null;
        }

        bool isUsable = _isStarted || _hasSemaphores || _queues != null;
        _isStarted = true;
        if (!isUsable)
        {
            return ICollector.Absent;
        }

        CollectSharedMemory(nowUsec);
        return null;
    }

    public void Dispose()
    {
        _queues?.Dispose();
        _sharedMemory?.Dispose();
    }

    private void CollectSemaphores(long nowUsec)
    {
        if (!_hasSemaphores || !_site.Options.Kernel.TrySemaphores(out SemaphoreUsage usage))
        {
            _hasSemaphores = false;
            return;
        }

        if (_limitsPace.IsDue(nowUsec))
        {
            RefreshLimits(usage);
        }

        _semaphores.Collect([usage.Semaphores], nowUsec);
        _arrays.Collect([usage.Arrays], nowUsec);
    }

    /// <summary>a set, in all, operations a call, sets.</summary>
    private void RefreshLimits(SemaphoreUsage usage)
    {
        double semaphores = usage.SemaphoresMax;
        double arrays = usage.ArraysMax;
        if (_site.TryRead(_limits, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            var words = new Words(text, Separators.Blanks);
            words.Skip(1);
            double inAll = words.Number();
            words.Skip(1);
            double sets = words.Number();
            (semaphores, arrays) = words.Taken >= 4 ? (inAll, sets) : (semaphores, arrays);
        }

        _site.Host.SetVariable("ipc_semaphores_max", semaphores);
        _site.Host.SetVariable("ipc_semaphores_arrays_max", arrays);
    }

    /// <summary>key shmid perms size ...: one line a segment behind the head.</summary>
    private void CollectSharedMemory(long nowUsec)
    {
        if (_sharedMemory == null)
        {
            return;
        }

        if (!_site.TryRead(_sharedMemory, out ReadOnlySpan<byte> text))
        {
            _sharedMemory.Dispose();
            _sharedMemory = null;
            return;
        }

        long segments = 0;
        long bytes = 0;
        var lines = new Lines(text);
        lines.Next(out _);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            var words = new Words(line, Separators.Blanks);
            words.Skip(3);
            long size = (long)words.Number();
            words.Skip(ShmWordsMin - 4);
            if (words.Taken == ShmWordsMin)
            {
                segments++;
                bytes += size;
            }
        }

        _segments.Collect([segments], nowUsec);
        _segmentBytes.Collect([bytes], nowUsec);
    }

    private DemandChart Chart(string id, string family, string title, string units, int priority,
        string dimension, ChartStyle style) =>
        new(_site, OnDemand.Yes, new ChartDefinition
        {
            Type = "system", Id = id, Family = $"ipc {family}", Title = title, Units = units, Style = style,
            Priority = priority, Module = Module,
        }, new DimensionDefinition(dimension, Algorithm.Absolute));
}
