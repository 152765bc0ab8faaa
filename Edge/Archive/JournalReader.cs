using System.IO.Compression;
using System.Runtime.InteropServices;
using Edge.Sys;
using Microsoft.Win32.SafeHandles;

namespace Edge.Archive;

/// <summary>
/// Reads the journals that a crash has left behind: blocks as they were gathered. What a file has behind its
/// last whole frame is lost, which is the second in which the process died.
/// </summary>
internal sealed class JournalReader(Engine engine, Meanings meanings) : IDisposable
{
    private const string Tag = "DBENGINE";
    private readonly Dictionary<uint, RecoveredChart> _slots = [];
    private readonly Dictionary<uint, (EngineChart Chart, ChartLayout Layout)> _layouts = [];
    private readonly ByteSink _packed = new();
    private readonly ByteSink _frame = new();
    private readonly List<ClosedBlock> _blocks = [];

    /// <summary>
    /// The present file has bytes, but not ours; one without was begun by a process that died.
    /// </summary>
    private bool _isStrange;

    /// <summary>Of the file before; 0: none.</summary>
    private uint _number;

    /// <summary>Collections read.</summary>
    public long Collections { get; private set; }

    /// <summary>Whole files, oldest first; <see cref="Take"/> follows.</summary>
    /// <param name="number">Of the file.</param>
    /// <param name="path">The same.</param>
    /// <returns>False: it is of another node, or of another version, and no use here.</returns>
    /// <exception cref="IOException">One cannot be read.</exception>
    public bool Read(uint number, string path)
    {
        if (_number != 0 && number != _number + 1)
        {
            LoseAll();
        }

        _number = number;
        _packed.Clear();
        meanings.Turn();
        List<JournalFrame> frames = ReadFrames(path, out string? complaint);
        try
        {
            using var inflate = new DeflateStream(new SourceStream(_packed), CompressionMode.Decompress);
            foreach (JournalFrame frame in frames)
            {
                _frame.Clear();
                Span<byte> room = _frame.Room(frame.PlainLength);
                if (inflate.ReadAtLeast(room, room.Length, throwOnEndOfStream: false) < room.Length)
                {
                    complaint = "it ends within a frame";
                    break;
                }

                var source = new ByteSource(_frame.Written);
                ReadItems(ref source);
                if (source.Failed)
                {
                    complaint = meanings.HasConflict
                        ? "its numbers of hosts and charts are those of another node"
                        : "a frame makes no sense";
                    break;
                }
            }
        }
        catch (InvalidDataException)
        {
            complaint = "it cannot be inflated";
        }

        if (complaint != null)
        {
            Log.Info(Tag, $"'{path}': {complaint}. What came before is used.");
            LoseAll();
        }

        return !meanings.HasConflict && !_isStrange;
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

        _packed.Dispose();
        _frame.Dispose();
    }

    /// <summary>Collections are missing: blocks begun before end with what is known of them.</summary>
    private void LoseAll()
    {
        foreach (uint slot in (uint[])[.. _slots.Keys])
        {
            Lose(slot, _slots[slot].Memory.Dimensions);
        }
    }

    private void Lose(uint slot, int dimensions)
    {
        if (_slots.TryGetValue(slot, out RecoveredChart? before))
        {
            Close(before);
            before.Dispose();
        }

        _slots[slot] = new RecoveredChart(dimensions);
    }

    /// <summary>Heads of whole frames; their bytes, one after the other, go to the packed ones.</summary>
    private List<JournalFrame> ReadFrames(string path, out string? complaint)
    {
        var frames = new List<JournalFrame>();
        (complaint, _isStrange) = (null, false);
        using SafeFileHandle file = File.OpenHandle(path);
        long length = RandomAccess.GetLength(file);
        ulong magic = 0;
        if (!ReadAll(file, 0, MemoryMarshal.AsBytes(new Span<ulong>(ref magic))) || magic != Journal.Magic)
        {
            complaint = "it is no journal of this version";
            _isStrange = length > sizeof(ulong);
            return frames;
        }

        for (long offset = sizeof(ulong); offset < length;)
        {
            JournalFrame frame = default;
            int before = _packed.Length;
            if (!ReadAll(file, offset, MemoryMarshal.AsBytes(new Span<JournalFrame>(ref frame)))
                || !frame.IsSound || offset + JournalFrame.Bytes + frame.Length > length
                || (long)before + frame.Length > int.MaxValue
                || !ReadAll(file, offset + JournalFrame.Bytes, _packed.Room(frame.Length))
                || Crc32C.Of(_packed.Written[before..]) != frame.PayloadSum)
            {
                _packed.Truncate(before);
                complaint = $"its last {length - offset} bytes are no whole frame";
                break;
            }

            frames.Add(frame);
            offset += JournalFrame.Bytes + frame.Length;
        }

        return frames;
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
                case JournalItem.Block:
                    ReadBlock(ref source);
                    break;
                case JournalItem.Tick:
                    ReadTick(source.Take(source.Small(Limits.RecordBytesMax)), ref source);
                    break;
                case JournalItem.Rows:
                    ReadRows(ref source);
                    break;
                case JournalItem.GoesOn:
                    ReadGoesOn(ref source);
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

    private void ReadBlock(ref ByteSource source)
    {
        uint slot = (uint)source.Small(Limits.JournalCharts);
        uint number = (uint)source.Small(int.MaxValue);
        if (source.Failed || !_layouts.TryGetValue(number, out var known))
        {
            source.Fail();
            return;
        }

        int dimensions = known.Layout.Dimensions.Length;
        var raw = new RawBlock(dimensions, Limits.BlockRowsMax);
        JournalBlock.Read(raw, ref source);
        if (source.Failed)
        {
            raw.Dispose();
            return;
        }

        if (_slots.TryGetValue(slot, out RecoveredChart? before))
        {
            if (before.IsLost || before.Raw.Start.ClockUsec != raw.Start.ClockUsec)
            {
                Close(before);
            }

            before.Dispose();
        }

        _slots[slot] = new RecoveredChart(known.Chart, number, known.Layout, raw);
    }

    private void ReadGoesOn(ref ByteSource source)
    {
        uint slot = (uint)source.Small(Limits.JournalCharts);
        int dimensions = source.Small(Store.Limits.DimensionsPerChart);
        if (source.Failed || dimensions == 0)
        {
            source.Fail();
        }
        else if (!_slots.TryGetValue(slot, out RecoveredChart? known)
            || known.Memory.Dimensions != dimensions)
        {
            Lose(slot, dimensions);
        }
    }

    private void ReadTick(ReadOnlySpan<byte> bytes, ref ByteSource outer)
    {
        var reader = new TickReader(bytes);
        while (reader.TryNextChart(out uint slot))
        {
            if (!_slots.TryGetValue(slot, out RecoveredChart? chart)
                || !reader.TryRead(chart.Memory, chart.Values, chart.Updated))
            {
                outer.Fail();
                return;
            }

            if (!chart.IsLost)
            {
                chart.Raw.TryAppend(chart.Memory.ClockUsec, chart.Values, chart.Updated);
                Collections++;
            }
        }

        if (reader.Failed)
        {
            outer.Fail();
        }
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

    /// <summary>What a group has already is not wanted.</summary>
    private void Keep(ClosedBlock block)
    {
        if (block.LastSec <= block.Chart.LastEntrySec)
        {
            block.Dispose();
            return;
        }

        _blocks.Add(block);
    }
}
