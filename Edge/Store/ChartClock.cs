using System.Runtime.InteropServices;

namespace Edge.Store;

/// <summary>
/// The first bytes of a chart's native state: one cache line that each collection touches, half a one that
/// only the general path does. Behind it, per dimension: <see cref="SeriesLayout"/>.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct ChartClock
{
    public const int Bytes = 104;

    /// <summary>Microseconds; a computed clock that advances by what was declared, not by the wall. 0:
    /// never.</summary>
    [FieldOffset(0)] public long LastCollectedUsec;

    /// <summary>Second of the newest stored row, a multiple of <see cref="UpdateEvery"/>. 0: never.</summary>
    [FieldOffset(8)] public long LastUpdatedSec;

    /// <summary>The ring; 0 as long as no row was stored.</summary>
    [FieldOffset(16)] public nint Ring;

    /// <summary>Rows ever stored.</summary>
    [FieldOffset(24)] public uint Counter;

    /// <summary>Collections completed in this process.</summary>
    [FieldOffset(28)] public uint CounterDone;

    /// <summary>The row that is written next, 0 to Entries - 1.</summary>
    [FieldOffset(32)] public int CurrentEntry;
    [FieldOffset(36)] public int Entries;

    /// <summary>Seconds.</summary>
    [FieldOffset(40)] public int UpdateEvery;
    [FieldOffset(44)] public SeriesFlags Flags;

    /// <summary>Dimensions, and the columns there is room for.</summary>
    [FieldOffset(48)] public int Count;
    [FieldOffset(52)] public int Columns;

    /// <summary>Wall clock of the last collection that set all dimensions.</summary>
    [FieldOffset(56)] public long AllSetUsec;

    /// <summary>
    /// What the collection in progress declared; -1: nothing, that is "since the last one".
    /// </summary>
    [FieldOffset(64)] public long SinceUsec;

    /// <summary>Sum of the collected values of the round before.</summary>
    [FieldOffset(72)] public long LastTotal;

    /// <summary><c>gap when lost iterations above</c> + 2.</summary>
    [FieldOffset(80)] public int GapLimit;

    /// <summary>Intervals of silence after which the chart starts anew: the rows of the history, and not the
    /// fewer ones of a replay buffer, for what is passed on must not lose the time in between.</summary>
    [FieldOffset(84)] public int SilenceMax;

    /// <summary>Address of a mapped ring's <see cref="RingPen"/>; 0: it is not mapped.</summary>
    [FieldOffset(88)] public nint Pen;

    /// <summary>Address of the dimensions' <see cref="Scale"/>, which charts have in common.</summary>
    [FieldOffset(96)] public nint Scales;
}
