using System.IO.Compression;
using System.Runtime.InteropServices;
using Edge.Archive;
using KeptDefinitions = Edge.Archive.Definitions;
using Edge.Sys;

namespace Edge.Bench.Crash;

/// <summary>
/// The collections in the journals of a compressed store, by the frame that has them. What a frame loses, the
/// rest of its file loses, too, and so do the blocks that were open, however many files they go on in.
/// </summary>
internal sealed class JournalMap(StoreMap store)
{
    private readonly Dictionary<uint, Slot> _slots = [];
    private readonly Dictionary<uint, uint> _dimensions = [];
    private readonly List<Block> _blocks = [];
    private readonly Dictionary<string, int> _files = [];

    /// <summary>Files come oldest first.</summary>
    public void Read(string path)
    {
        _files.Add(path, _files.Count);
        byte[] bytes = File.ReadAllBytes(path);
        using var packed = new ByteSink();
        using var plain = new ByteSink();
        List<(long At, JournalFrame Frame)> frames = [];
        for (int at = sizeof(ulong); at + JournalFrame.Bytes <= bytes.Length;)
        {
            JournalFrame frame = MemoryMarshal.Read<JournalFrame>(bytes.AsSpan(at));
            if (!frame.IsSound || at + JournalFrame.Bytes + frame.Length > bytes.Length)
            {
                break;
            }

            frames.Add((at, frame));
            packed.Bytes(bytes.AsSpan(at + JournalFrame.Bytes, frame.Length));
            at += JournalFrame.Bytes + frame.Length;
        }

        using var inflate = new DeflateStream(new SourceStream(packed), CompressionMode.Decompress);
        foreach ((long at, JournalFrame frame) in frames)
        {
            plain.Clear();
            inflate.ReadExactly(plain.Room(frame.PlainLength));
            var source = new ByteSource(plain.Written);
            ReadFrame(ref source, (_files.Count - 1, at, at + JournalFrame.Bytes + frame.Length));
            if (source.Failed)
            {
                throw new IOException($"'{path}': the frame at {at} makes no sense");
            }
        }
    }

    /// <summary>From a byte of a file on; what groups have is not lost.</summary>
    public void Lose(string path, long from, Losses losses, Losses inGroups)
    {
        if (!_files.TryGetValue(path, out int file))
        {
            return;
        }

        foreach (Block block in _blocks)
        {
            bool isLost = block.IsLostBy(file, from);
            long before = block.StartSec;
            foreach ((long sec, int inFile, long end) in block.Collections)
            {
                isLost |= inFile == file && end > from; // And all behind it in the block.
                if (isLost)
                {
                    LoseRows(block.Chart, before, sec, losses, inGroups);
                }

                before = sec;
            }
        }
    }

    private static void LoseRows(
        (int Host, int Chart) chart, long after, long sec, Losses losses, Losses inGroups)
    {
        for (long row = after + 1; row <= sec; row++)
        {
            if (!inGroups.Has(chart, row))
            {
                losses.Add(chart, row, row);
            }
        }
    }

    private void ReadFrame(ref ByteSource source, (int File, long At, long End) frame)
    {
        while (source.Left > 0 && !source.Failed)
        {
            switch ((JournalItem)source.Byte())
            {
                case JournalItem.Host:
                    KeptDefinitions.ReadHost(ref source, store);
                    break;
                case JournalItem.Layout:
                    if (KeptDefinitions.ReadLayout(ref source, store) is (var number, _, { } layout))
                    {
                        _dimensions[number] = (uint)layout.Dimensions.Length;
                    }

                    break;
                case JournalItem.Block:
                    ReadBlock(ref source, frame);
                    break;
                case JournalItem.Tick:
                    ReadTick(source.Take(source.Small(int.MaxValue)), frame);
                    break;
                case JournalItem.GoesOn:
                    uint slot = (uint)source.Small(int.MaxValue);
                    int dimensions = source.Small(int.MaxValue);
                    _slots.TryAdd(slot, new Slot(new TickMemory(dimensions), null));
                    break;
                case JournalItem.Rows:
                    ReadRows(ref source, frame);
                    break;
                default:
                    source.Fail();
                    break;
            }
        }
    }

    private void ReadBlock(ref ByteSource source, (int File, long At, long End) frame)
    {
        uint slot = (uint)source.Small(int.MaxValue);
        uint number = (uint)source.Small(int.MaxValue);
        using var raw = new RawBlock((int)_dimensions[number], 1);
        JournalBlock.Read(raw, ref source);
        Block? block = store.ChartOf(number) is { } chart
            ? new Block(chart, raw.Start.UpdatedSec, (frame.File, frame.End))
            : null;
        var memory = new TickMemory(raw.Dimensions);
        memory.Begin(raw);
        _slots[slot] = new Slot(memory, block);
        if (block != null)
        {
            _blocks.Add(block);
        }
    }

    private void ReadTick(ReadOnlySpan<byte> bytes, (int File, long At, long End) frame)
    {
        var reader = new TickReader(bytes);
        while (reader.TryNextChart(out uint number))
        {
            Slot slot = _slots[number];
            if (!reader.TryRead(slot.Memory, new long[slot.Memory.Dimensions],
                new byte[slot.Memory.Dimensions]))
            {
                throw new IOException("a second of the journal cannot be read");
            }

            slot.Block?.Collections.Add(
                (slot.Memory.ClockUsec / Clock.UsecPerSecond, frame.File, frame.End));
        }
    }

    private void ReadRows(ref ByteSource source, (int File, long At, long End) frame)
    {
        uint number = (uint)source.Small(int.MaxValue);
        long first = (long)source.Varint();
        int rows = source.Small(int.MaxValue);
        source.Take((int)(rows * _dimensions[number] * sizeof(uint)));
        if (store.ChartOf(number) is { } chart)
        {
            var block = new Block(chart, first - 1, (frame.File, frame.End));
            block.Collections.Add((first + rows - 1, frame.File, frame.End));
            _blocks.Add(block);
        }
    }

    private sealed record Slot(TickMemory Memory, Block? Block);

    /// <summary>A chart's block, with the files and ends of the frames that have it.</summary>
    private sealed record Block((int Host, int Chart) Chart, long StartSec, (int File, long End) Start)
    {
        public List<(long Sec, int File, long End)> Collections { get; } = [];

        public bool IsLostBy(int file, long from) => Start.File == file && Start.End > from;
    }
}
