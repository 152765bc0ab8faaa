using System.Buffers.Binary;
using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Finds the slots of a host's ring file. There is no list of them: a slot says how long it is, and one that
/// is damaged in both halves costs its chart alone.
/// </summary>
internal sealed class HostScan(RawFile file, HostSuper super)
{
    private readonly uint _seed = super.Seed;

    /// <summary>Slots that were there and cannot be read, of either half.</summary>
    public int Damaged { get; private set; }

    /// <summary>All charts, the newest slot of each; those of one chart that was moved may be two.</summary>
    public List<KeptRing> Rings()
    {
        List<KeptRing> all = [];
        foreach (RingPiece piece in super.Pieces)
        {
            if (piece.HasSlots)
            {
                Read(piece, all, null);
            }
        }

        return all;
    }

    /// <summary>The heads of all charts.</summary>
    public List<RingHead> Heads()
    {
        List<RingHead> heads = [];
        foreach (RingPiece piece in super.Pieces)
        {
            if (piece.HasSlots)
            {
                Read(piece, null, heads);
            }
        }

        return heads;
    }

    /// <summary>The whole slot of two that is newer: 0 or 1; -1: none is whole.</summary>
    public static int Newest(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, uint seed)
    {
        bool isFirst = RingSlot.IsWhole(first, seed);
        bool isSecond = RingSlot.IsWhole(second, seed);
        return isFirst && isSecond
                ? RingSlot.SequenceOf(first) > RingSlot.SequenceOf(second) ? 0 : 1
            : isFirst ? 0
            : isSecond ? 1
            : -1;
    }

    private void Read(RingPiece piece, List<KeptRing>? rings, List<RingHead>? heads)
    {
        using var block = new NativeBlock("ring slots", piece.Bytes);
        int half = (int)piece.HalfBytes;
        Span<byte> first = block.Span<byte>(0, half);
        Span<byte> second = block.Span<byte>(half, half);

        // A file that is cut ends early; what is not there is zeros.
        _ = file.Read(first, piece.Offset, out _);
        _ = file.Read(second, piece.Offset + half, out _);
        for (int at = 0; at <= half - FreeRuns.LineBytes;)
        {
            int newest = Newest(first[at..], second[at..], _seed);
            ReadOnlySpan<byte> slot = newest == 1 ? second[at..] : first[at..];
            if (newest < 0)
            {
                Damaged += RingSlot.HasMark(first[at..]) || RingSlot.HasMark(second[at..]) ? 1 : 0;
                at += FreeRuns.LineBytes;
                continue;
            }

            slot = slot[..RingSlot.LengthOf(slot)];
            int slotBytes = RingSlot.SlotBytesOf(slot);
            if (RingSlot.Decode(slot, super.MachineGuid) is { } head)
            {
                heads?.Add(head);
                if (rings != null && Filed(piece, at, slot, newest) is { } filed)
                {
                    rings.Add(new KeptRing(head.ChartId, filed, head.Sequence, NewestSec(head, filed),
                        (long)head.Entries * head.UpdateEvery));
                }
            }

            at += slotBytes;
        }
    }

    /// <summary>Null: its ring is nowhere in the file.</summary>
    private FiledRing? Filed(RingPiece piece, int at, ReadOnlySpan<byte> slot, int newest)
    {
        long cell = RingSlot.CellOffsetOf(slot);
        long bytes = RingSlot.RingBytesOf(slot);
        foreach (RingPiece other in super.Pieces)
        {
            if (!other.HasSlots && cell >= other.Offset && cell - other.Offset <= other.Bytes - bytes)
            {
                return new FiledRing
                {
                    SlotPiece = piece, RingPiece = other, SlotAt = at,
                    SlotBytes = RingSlot.SlotBytesOf(slot), RingAt = cell - other.Offset, RingBytes = bytes,
                    Newest = newest,
                };
            }
        }

        return null;
    }

    private long NewestSec(RingHead head, FiledRing filed)
    {
        long sec = Math.Max(head.Checked.Sec, head.Summed.Pen.Sec);
        return !head.IsClosed && RingFile.ReadPen(file, head.Entries, filed.CellOffset, out RingPen pen)
            ? Math.Max(sec, pen.Sec)
            : sec;
    }
}
