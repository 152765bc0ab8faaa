using Edge.Sys;

namespace Edge.Store;

/// <summary>
/// Consecutive rows of a chart, or a time without any. Borrowed; see <see cref="IPast.At"/>.
/// </summary>
internal readonly struct PastRows
{
    /// <summary>
    /// The first second that the oldest row stands for; a row stands for the interval that it ends.
    /// </summary>
    public long FromSec { get; init; }

    /// <summary>Second of the newest row; FromSec or more.</summary>
    public long ToSec { get; init; }

    /// <summary>Seconds between rows; 0 for a hole.</summary>
    public int UpdateEvery { get; init; }

    /// <summary>Packed samples, row-major; 0: a hole.</summary>
    public nint Address { get; init; }

    /// <summary>Samples from one row to the next; <see cref="Count"/> or more.</summary>
    public int Stride { get; init; }

    /// <summary>Samples of a row, by the dimension indices of today; those behind it have none.</summary>
    public int Count { get; init; }

    public bool IsHole => Address == 0;

    /// <summary>
    /// The packed samples of the row that stands for a second, FromSec to ToSec; empty in a hole.
    /// </summary>
    public ReadOnlySpan<uint> Row(long sec)
    {
        if (IsHole)
        {
            return [];
        }

        Guard.That(sec >= FromSec && sec <= ToSec);
        nint row = (nint)((sec - FromSec) / UpdateEvery);
        return Native.Span<uint>(Address + (row * Stride * sizeof(uint)), Count);
    }
}
