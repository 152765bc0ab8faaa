using Edge.Sys;

namespace Edge.Store;

/// <summary>
/// The place of one chart's ring on a <see cref="IRingShelf"/>. Blocks it gives are zeroed or hold what was
/// kept, and are the series' from then on.
/// </summary>
internal interface IRingPlace
{
    /// <summary>
    /// The first ring, for the columns that the series has now. What was kept of its dimensions is in it, and
    /// the clock says how far. Null: nothing was kept and the ring is plain memory.
    /// </summary>
    NativeBlock? Open(Series series);

    /// <summary>An empty ring to take the present one's place; null: plain memory will do.</summary>
    NativeBlock? Another(Series series, int columns);

    /// <summary>The series' ring is another one, complete: what <see cref="Another"/> gave, or null for plain
    /// memory.</summary>
    void Settle(Series series, NativeBlock? another);

    /// <summary>A column has another name: a dimension came, or its definition changed.</summary>
    void Described(Series series);
}
