using System.Runtime.CompilerServices;
using Edge.Sys;

namespace Edge.Store;

/// <summary>
/// How far a mapped ring is written, in one word that is stored at once: whoever dies between two
/// instructions leaves the state before a row or the one behind it. Bits 0 to 24: the row that is written
/// next; 25: the ring has been round; 26: that row is being written; 27 to 63: second of the newest row. A
/// second word mirrors it, all bits turned, to tell a pen that was damaged.
/// </summary>
/// <remarks>
/// 2^25 rows are more than <see cref="Limits.HistoryMax"/>; 2^37 seconds are the year 6325.
/// </remarks>
internal readonly struct RingPen(long sec, int entry, bool isWrapped, bool isOpen)
{
    private const int EntryBits = 25;
    private const ulong EntryMask = (1UL << EntryBits) - 1;
    private const ulong Wrapped = 1UL << EntryBits;
    private const ulong Opened = Wrapped << 1;
    private const int SecShift = EntryBits + 2;
    private const long SecMax = (1L << (64 - SecShift)) - 1;

    /// <summary>Of the newest row.</summary>
    public long Sec { get; } = sec;

    /// <summary>The row that is written next.</summary>
    public int Entry { get; } = entry;

    public bool IsWrapped { get; } = isWrapped;

    public bool IsOpen { get; } = isOpen;

    public ulong Word =>
        ((ulong)Math.Clamp(Sec, 0, SecMax) << SecShift) | (uint)Entry | (IsWrapped ? Wrapped : 0)
        | (IsOpen ? Opened : 0);

    public static RingPen Of(ulong word) => new(
        (long)(word >> SecShift), (int)(word & EntryMask), (word & Wrapped) != 0, (word & Opened) != 0);

    public static RingPen Of(in ChartClock clock) => new(
        clock.LastUpdatedSec, clock.CurrentEntry, clock.Counter >= (uint)clock.Entries, isOpen: false);

    /// <summary>
    /// Whether this, from a file, is what its mirror says, but that a row may be being written. A process
    /// that died between the two stores is as good as damage: one in some ten million rows.
    /// </summary>
    public bool IsMirrored(ulong mirror) => ((Word ^ ~mirror) & ~Opened) == 0 && (~mirror & Opened) == 0;

    /// <summary>The bytes of a pen and its mirror.</summary>
    public const int CellBytes = 2 * sizeof(ulong);

    /// <summary>A cell that nobody else writes yet.</summary>
    public void Put(nint cell)
    {
        Native.Ref<ulong>(cell) = Word;
        Native.Ref<ulong>(cell + sizeof(ulong)) = ~Word;
    }

    /// <summary>Before a row is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Open(ref ChartClock clock)
    {
        if ((clock.Flags & SeriesFlags.Mapped) != 0)
        {
            ref ulong word = ref Native.Ref<ulong>(clock.Pen);
            Volatile.Write(ref word, word | Opened);
        }
    }

    /// <summary>After it, and whenever the clock's second or row has changed otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref ChartClock clock)
    {
        if ((clock.Flags & SeriesFlags.Mapped) != 0)
        {
            ulong word = Of(in clock).Word;
            Volatile.Write(ref Native.Ref<ulong>(clock.Pen), word);
            Volatile.Write(ref Native.Ref<ulong>(clock.Pen + sizeof(ulong)), ~word);
        }
    }
}
