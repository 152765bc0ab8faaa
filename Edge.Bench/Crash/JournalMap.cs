using Edge.Archive;
using Edge.Sys;
using KeptDefinitions = Edge.Archive.Definitions;

namespace Edge.Bench.Crash;

/// <summary>
/// The collections in the journals of a compressed store, by the frame that has them. What a frame loses, the
/// rest of its file loses, too, and so do the blocks that were open, however many files they go on in.
/// </summary>
internal sealed class JournalMap(StoreMap store)
{
    private readonly Dictionary<uint, (RecoveredChart Chart, Block? Block)> _slots = [];
    private readonly Dictionary<uint, ChartLayout> _layouts = [];
    private readonly List<Block> _blocks = [];
    private readonly Dictionary<string, int> _files = [];

    /// <summary>Where the frames of each file end; what a journal's two files have has one count.</summary>
    private readonly Dictionary<string, List<(long End, long Count)>> _ends = [];
    private readonly TickModel _model = new();
    private readonly ChartShape _shape = new();
    private TickPlace _place;

    /// <summary>Journals come oldest first.</summary>
    public void Read(string path, string twin)
    {
        int journal = _files.Count / 2;
        foreach (string file in (string[])[path, twin])
        {
            _files.Add(file, journal);
            _ends.Add(file, []);
        }

        byte[] second = File.Exists(twin) ? File.ReadAllBytes(twin) : [];
        _layouts.Clear();
        _model.Clear();
        _place = TickPlace.First;
        foreach ((RecoveredChart chart, Block? _) in _slots.Values)
        {
            chart.Turn();
        }

        var frames = new JournalFrames(File.ReadAllBytes(path), second);
        for (long count = 1; frames.TryNext(out ReadOnlySpan<byte> payload); count++)
        {
            ReadFrame(payload, (journal, count));
            _ends[frames.IsSecond ? twin : path].Add((frames.At, count));
        }
    }

    /// <summary>From a byte of a file on, and whatever its journal had after that; what groups have is not
    /// lost.</summary>
    public void Lose(string path, long from, Losses losses, Losses inGroups)
    {
        if (!_files.TryGetValue(path, out int file))
        {
            return;
        }

        int first = _ends[path].FindIndex(frame => frame.End > from);
        long count = first < 0 ? long.MaxValue : _ends[path][first].Count;
        if (from < JournalSuper.Bytes && Path.GetFileName(path).StartsWith(StoreFiles.Journals,
            StringComparison.Ordinal))
        {
            count = 0; // Without the first file the second one is of no use, even if all frames are there.
        }

        foreach (Block block in _blocks)
        {
            bool isLost = block.IsLostBy(file, count);
            long before = block.StartSec;
            foreach ((long sec, int inFile, long end) in block.Collections)
            {
                isLost |= inFile == file && end >= count; // And all behind it in the block.
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

    private void ReadFrame(ReadOnlySpan<byte> payload, (int File, long End) frame)
    {
        var source = new ByteSource(payload);
        ReadOnlySpan<byte> packed = source.Take(source.Small(int.MaxValue));
        using var plain = new ByteSink();
        if (!packed.IsEmpty)
        {
            Must(Deflated.TryUnpack(packed, plain), frame);
            var items = new ByteSource(plain.Written);
            ReadItems(ref items, frame);
            Must(!items.Failed, frame);
        }

        int count = source.Small(int.MaxValue);
        var reader = new TickReader(_model, _place, count, source.Take(source.Left));
        while (reader.TryNext(out TickEntry entry, out uint slot))
        {
            if (entry == TickEntry.Collection)
            {
                ReadCollection(ref reader, slot, frame);
            }
            else
            {
                ReadBegin(ref reader, slot, entry == TickEntry.Rest, frame);
            }
        }

        Must(!reader.Failed, frame);
        _place = reader.Place;
    }

    private void ReadItems(ref ByteSource source, (int File, long End) frame)
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
                        _layouts[number] = layout;
                    }

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

    private void ReadBegin(ref TickReader reader, uint slot, bool isRest, (int File, long End) frame)
    {
        uint number = reader.Layout();
        ChartLayout layout = _layouts[number];
        int dimensions = layout.Dimensions.Length;
        (RecoveredChart chart, Block? block) = _slots.TryGetValue(slot, out var known)
            ? known
            : (new RecoveredChart(), null);
        TickMemory memory = chart.MemoryOf(dimensions);
        if (isRest)
        {
            reader.Rest(memory);
        }
        else
        {
            using var raw = new RawBlock(dimensions, 1);
            layout.PutInto(_shape);
            Must(reader.TryBlock(raw, _shape, memory), frame);
            block = store.ChartOf(number) is { } place ? new Block(place, raw.Start.UpdatedSec, frame) : null;
            if (block != null)
            {
                _blocks.Add(block);
            }
        }

        _slots[slot] = (chart, block);
    }

    private void ReadCollection(ref TickReader reader, uint slot, (int File, long End) frame)
    {
        (RecoveredChart chart, Block? block) = _slots[slot];
        Must(reader.TryRead(chart.Memory, chart.IsSet), frame);
        block?.Collections.Add((chart.Memory.ClockUsec / Clock.UsecPerSecond, frame.File, frame.End));
    }

    private void ReadRows(ref ByteSource source, (int File, long End) frame)
    {
        uint number = (uint)source.Small(int.MaxValue);
        long first = (long)source.Varint();
        int rows = source.Small(int.MaxValue);
        source.Take(rows * _layouts[number].Dimensions.Length * sizeof(uint));
        if (store.ChartOf(number) is { } chart)
        {
            var block = new Block(chart, first - 1, frame);
            block.Collections.Add((first + rows - 1, frame.File, frame.End));
            _blocks.Add(block);
        }
    }

    private static void Must(bool isSo, (int File, long End) frame)
    {
        if (!isSo)
        {
            throw new IOException($"journal {frame.File}: frame {frame.End} makes no sense");
        }
    }

    /// <summary>A chart's block, with the files and ends of the frames that have it.</summary>
    private sealed record Block((int Host, int Chart) Chart, long StartSec, (int File, long End) Start)
    {
        public List<(long Sec, int File, long End)> Collections { get; } = [];

        public bool IsLostBy(int file, long from) => Start.File == file && Start.End >= from;
    }
}
