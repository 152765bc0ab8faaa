using Edge.Sys;
using Microsoft.Win32.SafeHandles;

namespace Edge.Archive;

/// <summary>
/// Reads the journals that a crash has left behind: blocks as they were gathered. What a file has behind its
/// last whole frame is lost, which is the second in which the process died.
/// </summary>
/// <param name="engine">That is told.</param>
/// <param name="meanings">Of numbers so far.</param>
/// <param name="store">Whose files are wanted.</param>
internal sealed class JournalReader(Engine engine, Meanings meanings, Guid store) : IDisposable
{
    private const string Tag = "DBENGINE";
    private const string Strangers = "its numbers of hosts and charts are those of another node";
    private readonly Dictionary<uint, RecoveredChart> _slots = [];
    private readonly Dictionary<uint, (EngineChart Chart, ChartLayout Layout)> _layouts = [];
    private readonly TickModel _model = new();
    private readonly ChartShape _shape = new();
    private readonly ByteSink _file = new();
    private readonly ByteSink _twin = new();
    private readonly ByteSink _plain = new();
    private readonly List<ClosedBlock> _blocks = [];
    private TickPlace _place;

    /// <summary>Collections read.</summary>
    public long Collections { get; private set; }

    /// <summary>Whole journals, oldest first; <see cref="Take"/> follows.</summary>
    /// <param name="path">Of the first of its two files.</param>
    /// <param name="twinPath">Of the second one, which need not be there.</param>
    /// <returns>Null: it is used, as far as it is whole. Else why it is no use here.</returns>
    /// <exception cref="IOException">One cannot be read.</exception>
    public string? Read(string path, string twinPath)
    {
        meanings.Turn();
        _layouts.Clear();
        _model.Clear();
        _place = TickPlace.First;
        foreach (RecoveredChart chart in _slots.Values)
        {
            chart.Turn();
        }

        if (Load(path, _file) is { } strange)
        {
            return strange;
        }

        if (File.Exists(twinPath))
        {
            if (Load(twinPath, _twin) is { } strangeTwin)
            {
                Log.Error(Tag, $"'{twinPath}': {strangeTwin}. It is left out, and what came after it.");
                _twin.Clear();
            }
        }
        else
        {
            _twin.Clear();
        }

        if (ReadFrames() is { } complaint)
        {
            Log.Info(Tag, $"'{path}': {complaint}. What came before is used.");
        }

        return meanings.HasConflict ? Strangers : null;
    }

    /// <summary>Blocks with rows that no group has; the caller owns them.</summary>
    public List<ClosedBlock> Take()
    {
        foreach (RecoveredChart chart in _slots.Values)
        {
            Close(chart);
            chart.Dispose();
        }

        _slots.Clear();
        return _blocks;
    }

    public void Dispose()
    {
        foreach (RecoveredChart chart in _slots.Values)
        {
            chart.Dispose();
        }

        _file.Dispose();
        _twin.Dispose();
        _plain.Dispose();
    }

    /// <summary>Frame by frame. Null: up to its end.</summary>
    private string? ReadFrames()
    {
        var frames = new JournalFrames(_file.Written, _twin.Written);
        while (frames.TryNext(out ReadOnlySpan<byte> payload))
        {
            if (!TryReadFrame(payload))
            {
                return meanings.HasConflict ? Strangers : "a frame makes no sense";
            }
        }

        return frames.Left > 0 ? $"its last {frames.Left} bytes are no whole frame" : null;
    }

    /// <summary>All of a file. Null: it is one of ours.</summary>
    private string? Load(string path, ByteSink target)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        long length = RandomAccess.GetLength(file);
        target.Clear();
        if (length > int.MaxValue / 2 || !ReadAll(file, 0, target.Room((int)length)))
        {
            return "it cannot be read";
        }

        if (length <= sizeof(ulong))
        {
            target.Clear(); // Begun by a process that died.
            return null;
        }

        return !JournalSuper.TryRead(target.Written, out Guid owner, out _)
                ? "it is no journal of a version that can be read here"
            : owner != Guid.Empty && owner != store ? "it is of another node's store"
            : null;
    }

    private bool TryReadFrame(ReadOnlySpan<byte> payload)
    {
        var source = new ByteSource(payload);
        ReadOnlySpan<byte> packed = source.Take(source.Small(Limits.RecordBytesMax));
        if (!packed.IsEmpty)
        {
            if (!Deflated.TryUnpack(packed, _plain))
            {
                return false;
            }

            var items = new ByteSource(_plain.Written);
            ReadItems(ref items);
            if (items.Failed)
            {
                return false;
            }
        }

        int count = source.Small(Limits.RecordBytesMax);
        var reader = new TickReader(_model, _place, count, source.Take(source.Left));
        bool isRead = !source.Failed && TryReadEntries(ref reader);
        _place = reader.Place;
        return isRead;
    }

    private static bool ReadAll(SafeFileHandle file, long offset, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            int count = RandomAccess.Read(file, target, offset);
            if (count == 0)
            {
                return false;
            }

            offset += count;
            target = target[count..];
        }

        return true;
    }

    private void ReadItems(ref ByteSource source)
    {
        while (source.Left > 0)
        {
            switch ((JournalItem)source.Byte())
            {
                case JournalItem.Host:
                    Fits(source, isHost: true, ref source);
                    Definitions.ReadHost(ref source, engine);
                    break;
                case JournalItem.Layout:
                    Fits(source, isHost: false, ref source);
                    if (Definitions.ReadLayout(ref source, engine) is var (number, chart, layout)
                        && chart != null)
                    {
                        _layouts[number] = (chart, layout!);
                    }

                    break;
                case JournalItem.Rows:
                    ReadRows(ref source);
                    break;
                default:
                    source.Fail();
                    break;
            }
        }
    }

    /// <summary>Reads ahead: a number that means something else already ends the file here.</summary>
    private void Fits(ByteSource ahead, bool isHost, ref ByteSource source)
    {
        if (isHost)
        {
            Definitions.ReadHost(ref ahead, meanings);
        }
        else
        {
            Definitions.ReadLayout(ref ahead, meanings);
        }

        if (meanings.HasConflict)
        {
            source.Fail();
        }
    }

    private bool TryReadEntries(ref TickReader reader)
    {
        while (reader.TryNext(out TickEntry entry, out uint slot))
        {
            bool isRead = entry == TickEntry.Collection
                ? TryReadCollection(ref reader, slot)
                : TryReadBegin(ref reader, slot, entry == TickEntry.Rest);
            if (!isRead)
            {
                return false;
            }
        }

        return !reader.Failed;
    }

    private bool TryReadCollection(ref TickReader reader, uint slot)
    {
        if (!_slots.TryGetValue(slot, out RecoveredChart? chart) || !chart.IsTold
            || !reader.TryRead(chart.Memory, chart.IsSet))
        {
            return false;
        }

        chart.Append();
        Collections++;
        return true;
    }

    /// <summary>A block, or the rest of one whose begin was in a file before: without that, what follows of
    /// it is read and is lost.</summary>
    private bool TryReadBegin(ref TickReader reader, uint slot, bool isRest)
    {
        uint number = reader.Layout();
        if (reader.Failed || !_layouts.TryGetValue(number, out var known))
        {
            return false;
        }

        if (!_slots.TryGetValue(slot, out RecoveredChart? chart))
        {
            _slots.Add(slot, chart = new RecoveredChart());
        }

        int dimensions = known.Layout.Dimensions.Length;
        TickMemory memory = chart.MemoryOf(dimensions);
        if (isRest)
        {
            int collections = reader.Rest(memory);
            if (reader.Failed || !chart.IsAt(number, collections, memory.ClockUsec))
            {
                Close(chart);
            }

            return !reader.Failed;
        }

        Close(chart);
        var raw = new RawBlock(dimensions, Limits.BlockRowsMax);
        known.Layout.PutInto(_shape);
        if (!reader.TryBlock(raw, _shape, memory))
        {
            raw.Dispose();
            return false;
        }

        chart.Begin(known.Chart, number, known.Layout, raw);
        return true;
    }

    private void ReadRows(ref ByteSource source)
    {
        uint number = (uint)source.Small(int.MaxValue);
        long firstSec = (long)source.Varint();
        int rows = source.Small(Limits.RowsPerPage);
        if (source.Failed || rows == 0 || !_layouts.TryGetValue(number, out var known)
            || firstSec is <= 0 or > Store.Limits.ClockUsecMax / Clock.UsecPerSecond)
        {
            source.Fail();
            return;
        }

        long samples = (long)rows * known.Layout.Dimensions.Length;
        ReadOnlySpan<byte> bytes = source.Take((int)Math.Min(samples * sizeof(uint), int.MaxValue));
        if (source.Failed)
        {
            return;
        }

        var block = new NativeBlock(EngineHost.Owner, bytes.Length);
        bytes.CopyTo(block.Span<byte>(0, bytes.Length));
        Keep(new ClosedBlock(known.Chart, number, known.Layout, raw: null, block, firstSec));
    }

    private void Close(RecoveredChart chart)
    {
        if (chart.TakeBlock() is { } block)
        {
            Keep(block);
        }
    }

    /// <summary>What a group has already is not wanted, nor a block that is told twice: the longer one
    /// stays.</summary>
    private void Keep(ClosedBlock block)
    {
        int other = block.Raw == null ? -1 : _blocks.FindIndex(known => known.Chart == block.Chart
            && known.Raw is { } raw && raw.Start.ClockUsec == block.Raw.Start.ClockUsec);
        if (block.LastSec <= block.Chart.LastEntrySec
            || (other >= 0 && _blocks[other].Raw!.Count >= block.Raw!.Count))
        {
            block.Dispose();
        }
        else if (other >= 0)
        {
            _blocks[other].Dispose();
            _blocks[other] = block;
        }
        else
        {
            _blocks.Add(block);
        }
    }
}
