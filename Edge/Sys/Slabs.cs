namespace Edge.Sys;

/// <summary>
/// Small aligned blocks, packed by size: what charts need between two collections fills whole pages, where
/// the allocator would put each beside its ring and so touch two pages a chart. Any thread.
/// </summary>
internal static unsafe class Slabs
{
    /// <summary>Above, a block of its own wastes less than a page of slots would.</summary>
    public const int BytesMax = 4096;

    /// <summary>What chunks have beyond what was lent of them.</summary>
    public const string Owner = "slab room";

    private const int LineBytes = 64;

    private const int SmallLines = 8;

    private static readonly Lock Gate = new();

    /// <summary>By lines of a slot, those that have room.</summary>
    private static readonly SlabChunk?[] WithRoom = new SlabChunk?[(BytesMax / LineBytes) + 2];

    /// <param name="bytes">1 to <see cref="BytesMax"/>.</param>
    /// <param name="chunk">Takes it back.</param>
    /// <returns>64-byte aligned, not zeroed.</returns>
    public static byte* Lend(int bytes, out SlabChunk chunk)
    {
        int lines = Lines(bytes);
        lock (Gate)
        {
            chunk = WithRoom[lines] ?? Open(lines);
            byte* slot = chunk.Lend();
            if (chunk.IsFull)
            {
                Unlink(chunk, lines);
            }

            Ledger.Add(Owner, -bytes);
            return slot;
        }
    }

    /// <param name="chunk">That lent it.</param>
    /// <param name="slot">From <see cref="Lend"/>.</param>
    /// <param name="bytes">As asked for.</param>
    public static void Return(SlabChunk chunk, byte* slot, int bytes)
    {
        int lines = Lines(bytes);
        lock (Gate)
        {
            Guard.That(chunk.SlotBytes == lines * LineBytes);
            bool wasFull = chunk.IsFull;
            chunk.Return(slot);
            Ledger.Add(Owner, bytes);
            if (wasFull)
            {
                Link(chunk, lines);
            }

            if (chunk.Lent == 0)
            {
                Unlink(chunk, lines);
                Ledger.Add(Owner, -chunk.TotalBytes);
                chunk.Free();
            }
        }
    }

    /// <summary>
    /// Of larger slots an odd number of cache lines: the heads of neighbours then lie in different sets of
    /// the cache, whatever the size. Of a small one nearly all lines are in use, which fills all sets.
    /// </summary>
    private static int Lines(int bytes)
    {
        int lines = (bytes + LineBytes - 1) / LineBytes;
        return lines <= SmallLines ? lines : lines | 1;
    }

    private static SlabChunk Open(int lines)
    {
        var chunk = new SlabChunk(lines * LineBytes);
        Ledger.Add(Owner, chunk.TotalBytes);
        Link(chunk, lines);
        return chunk;
    }

    private static void Link(SlabChunk chunk, int lines)
    {
        SlabChunk? first = WithRoom[lines];
        (chunk.Previous, chunk.Next) = (null, first);
        if (first != null)
        {
            first.Previous = chunk;
        }

        WithRoom[lines] = chunk;
    }

    private static void Unlink(SlabChunk chunk, int lines)
    {
        if (chunk.Previous == null)
        {
            WithRoom[lines] = chunk.Next;
        }
        else
        {
            chunk.Previous.Next = chunk.Next;
        }

        if (chunk.Next != null)
        {
            chunk.Next.Previous = chunk.Previous;
        }

        (chunk.Previous, chunk.Next) = (null, null);
    }
}
