using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Writes blocks as row groups into segments, with the definitions that they need, and keeps the quota. What
/// no disk takes waits in memory. Lives on the thread of the rounds.
/// </summary>
internal sealed class GroupStore(EngineOptions options, Segments segments, Engine engine) : IDisposable
{
    private const string Tag = "DBENGINE";
    private const int RetrySeconds = 10;
    private readonly RowGroupWriter _writer = new();
    private readonly ChartShape _shape = new();
    private readonly ByteSink _plain = new();
    private readonly ByteSink _packed = new();

    /// <summary>Numbers of hosts and layouts that a segment says.</summary>
    private readonly Dictionary<Segment, HashSet<uint>> _said = [];

    /// <summary>Whose a layout is, and how many segments say it.</summary>
    private readonly Dictionary<uint, (EngineHost Host, string Chart, int Segments)> _layouts = [];
    private readonly List<WaitingGroup> _waiting = [];
    private Segment? _learning;
    private long _waitingBytes;
    private long _retryUsec;
    private long _syncUsec;
    private bool _isDirty;
    private bool _isInTrouble;

    /// <summary>Of the journals, which count towards the quota.</summary>
    public long JournalBytes { get; set; }

    /// <summary>Bytes given to the kernel so far, and how often it was told to write them.</summary>
    public long WrittenBytes { get; private set; }

    public long Syncs { get; private set; }

    /// <summary>Samples in groups so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Row groups that found no room on disk and no more in memory.</summary>
    public long LostGroups { get; private set; }

    /// <summary>
    /// Pages whose collections did not give their rows again; see <see cref="RowGroupWriter.Fallbacks"/>.
    /// </summary>
    public long Fallbacks => _writer.Fallbacks;

    public int Waiting => _waiting.Count;

    /// <summary>The oldest journal that has the begin of a block that waits.</summary>
    public uint OldestJournal
    {
        get
        {
            uint oldest = uint.MaxValue;
            foreach (WaitingGroup group in _waiting)
            {
                oldest = Math.Min(oldest, group.Journal);
            }

            return oldest;
        }
    }

    /// <summary>All segments are known.</summary>
    public void Learned() => _learning = null;

    /// <summary>True: everything written so far is on the medium.</summary>
    public bool TrySync(long nowUsec)
    {
        if (_isDirty)
        {
            Sync(nowUsec);
        }

        return !_isDirty;
    }

    /// <summary>A segment that was opened; <see cref="Know"/> follows for each layout it says.</summary>
    public void Learn(Segment segment)
    {
        _learning = segment;
        _said[segment] = [];
    }

    public void Know(uint number, EngineHost host, string chart)
    {
        if (_learning != null && _said[_learning].Add(number))
        {
            Count(number, host, chart);
        }
    }

    /// <summary>Writes blocks, which are disposed of, and tells the host where they are.</summary>
    public void Write(EngineHost host, List<ClosedBlock> blocks, long nowUsec)
    {
        blocks.Sort(static (a, b) =>
            a.Slot != b.Slot ? a.Slot.CompareTo(b.Slot) : a.FirstSec.CompareTo(b.FirstSec));
        _writer.Begin(host.Number);
        (long first, long last) = (long.MaxValue, 0);
        uint journal = uint.MaxValue;
        var layouts = new List<(uint Number, ChartLayout Layout)>();
        foreach (ClosedBlock block in blocks)
        {
            journal = Math.Min(journal, block.Mark.File == 0 ? journal : block.Mark.File);
            block.Layout.PutInto(_shape);
            bool fits = block.Raw == null
                ? _writer.TryAddStored(block.Number, _shape, block.FirstSec, block.Rows)
                : _writer.TryAdd(block.Number, _shape, block.Raw, block.Rows);
            if (fits)
            {
                first = Math.Min(first, block.FirstSec - block.Layout.UpdateEvery + 1);
                last = Math.Max(last, block.LastSec);
                layouts.Add((block.Number, block.Layout));
                Samples += block.Rows.Length;
            }
        }

        ReadOnlySpan<byte> bytes = _writer.Finish();
        if (layouts.Count > 0)
        {
            Place(new WaitingGroup(host, layouts, (first, last), journal), bytes, nowUsec);
        }

        using (engine.Enter(host))
        {
            foreach (ClosedBlock block in blocks)
            {
                block.Chart.Changed(block.LastSec);
            }
        }

        foreach (ClosedBlock block in blocks)
        {
            block.Dispose();
        }
    }

    /// <summary>Tries again what waits, syncs, keeps to the quota.</summary>
    public void Round(long nowUsec)
    {
        if (_waiting.Count > 0 && nowUsec >= _retryUsec)
        {
            Retry(nowUsec);
        }

        if (_isDirty && options.SyncSeconds > 0 && nowUsec >= _syncUsec)
        {
            Sync(nowUsec);
        }
    }

    /// <summary>The last thing: what waits has its last chance.</summary>
    public void Finish(long nowUsec)
    {
        Retry(nowUsec);
        if (_isDirty)
        {
            Sync(nowUsec);
        }

        if (_waiting.Count > 0)
        {
            Log.Error(Tag, $"{_waiting.Count} row groups could not be written and are lost.");
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _plain.Dispose();
        _packed.Dispose();
        foreach (WaitingGroup group in _waiting)
        {
            group.Dispose();
        }

        _waiting.Clear();
    }

    /// <summary>On disk, or else in memory.</summary>
    private void Place(WaitingGroup group, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        GroupPlace? place = _waiting.Count == 0 ? TryAppend(group, bytes, nowUsec) : null;
        if (place == null)
        {
            group.Keep(bytes);
            _waiting.Add(group);
            _waitingBytes += bytes.Length;
        }

        using (engine.Enter(group.Host))
        {
            group.Host.Add(place ?? new GroupPlace(
                null, 0, bytes.Length, group.Memory, group.Time.First, group.Time.Last));
        }

        while (_waitingBytes > options.CacheBytes / 4)
        {
            LoseOldest();
        }
    }

    private void Retry(long nowUsec)
    {
        int written = 0;
        while (written < _waiting.Count && TryAppend(
            _waiting[written], _waiting[written].Bytes, nowUsec) is { } place)
        {
            WaitingGroup group = _waiting[written++];
            _waitingBytes -= group.Bytes.Length;
            using (engine.Enter(group.Host))
            {
                group.Host.Move(group.Memory!, place);
            }

            group.Dispose();
        }

        _waiting.RemoveRange(0, written);
    }

    private void LoseOldest()
    {
        WaitingGroup oldest = _waiting[0];
        _waiting.RemoveAt(0);
        _waitingBytes -= oldest.Bytes.Length;
        LostGroups++;
        using (engine.Enter(oldest.Host))
        {
            oldest.Host.Remove(segment: null, oldest.Memory);
        }

        oldest.Dispose();
    }

    /// <summary>Null: the disk does not take it.</summary>
    private GroupPlace? TryAppend(WaitingGroup group, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        try
        {
            Segment segment = segments.Current(nowUsec / Clock.UsecPerSecond, out bool isNew);
            if (isNew)
            {
                _said[segment] = [];
            }

            KeepQuota(bytes.Length + RecordHead.Bytes);
            Define(segment, group);
            RecordPlace place = segment.Append(new RecordHead
            {
                Kind = RecordKind.Group, Host = group.Host.Number, FirstSec = group.Time.First,
                LastSec = group.Time.Last,
            }, bytes);
            WrittenBytes += place.Length + RecordHead.Bytes;
            _isDirty = true;
            Healed();
            FinishFull(segment);
            return GroupPlace.Of(segment, place);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Trouble(error.Message);
            _retryUsec = nowUsec + (RetrySeconds * Clock.UsecPerSecond);
            return null;
        }
    }

    /// <summary>What the group speaks of and the segment does not say yet.</summary>
    private void Define(Segment segment, WaitingGroup group)
    {
        HashSet<uint> said = _said[segment];
        _plain.Clear();
        bool saysHost = !said.Contains(group.Host.Number);
        if (saysHost)
        {
            Definitions.AddHost(_plain, group.Host);
        }

        foreach ((uint number, ChartLayout layout) in group.Layouts)
        {
            if (!said.Contains(number))
            {
                Definitions.AddLayout(_plain, number, group.Host.Number, layout);
            }
        }

        if (_plain.Length == 0)
        {
            return;
        }

        _packed.Clear();
        Deflated.Pack(_plain, _packed);
        RecordPlace place = segment.Append(
            new RecordHead { Kind = RecordKind.Definitions, Host = group.Host.Number }, _packed.Written);
        WrittenBytes += place.Length + RecordHead.Bytes;
        said.Add(group.Host.Number);
        foreach ((uint number, ChartLayout layout) in group.Layouts)
        {
            if (said.Add(number))
            {
                Count(number, group.Host, layout.ChartId);
            }
        }
    }

    private void Count(uint number, EngineHost host, string chart)
    {
        int before = _layouts.TryGetValue(number, out var known) ? known.Segments : 0;
        _layouts[number] = (host, chart, before + 1);
    }

    private void FinishFull(Segment segment)
    {
        try
        {
            segments.FinishFull();
            if (segment.IsFinished)
            {
                segment.Sync();
                Syncs++;
            }
        }
        catch (IOException error)
        {
            // The group is there; the index comes with the next one, or never: then heads are read.
            Trouble(error.Message);
        }
    }

    private void KeepQuota(long extraBytes)
    {
        while (segments.TakeOldest(extraBytes + JournalBytes) is { } oldest)
        {
            foreach (EngineHost host in engine.All)
            {
                using (engine.Enter(host))
                {
                    host.Remove(oldest);
                }
            }

            foreach (uint number in _said[oldest])
            {
                Forget(number);
            }

            _said.Remove(oldest);
            Segments.Delete(oldest);
        }
    }

    private void Forget(uint number)
    {
        if (!_layouts.TryGetValue(number, out var known))
        {
            return;
        }

        _layouts[number] = known with { Segments = known.Segments - 1 };
        if (known.Segments == 1)
        {
            _layouts.Remove(number);
            using (engine.Enter(known.Host))
            {
                known.Host.Forget(known.Chart, number);
            }
        }
    }

    private void Sync(long nowUsec)
    {
        _syncUsec = nowUsec + (options.SyncSeconds * Clock.UsecPerSecond);
        try
        {
            if (segments.All.Count > 0)
            {
                segments.All[^1].Sync();
                Syncs++;
            }

            _isDirty = false;
        }
        catch (IOException error)
        {
            Trouble(error.Message);
        }
    }

    private void Trouble(string message)
    {
        if (!_isInTrouble)
        {
            _isInTrouble = true;
            Log.Error(Tag, $"Cannot write to '{options.Folder}': {message} Samples wait in memory, and are "
                + $"tried again every {RetrySeconds} seconds.");
        }
    }

    private void Healed()
    {
        if (_isInTrouble)
        {
            _isInTrouble = false;
            Log.Info(Tag, $"Writing to '{options.Folder}' again"
                + (LostGroups > 0 ? $"; {LostGroups} row groups were lost so far." : "."));
        }
    }
}
