namespace Edge.Store;

/// <summary>Byte offsets of the per-dimension arrays behind <see cref="ChartClock"/>, for a number of
/// columns.</summary>
internal readonly struct SeriesLayout(int columns)
{
    /// <summary>{ long last collected, double carry } a dimension; what each collection reads and
    /// writes.</summary>
    public static int Hot => ChartClock.Bytes;

    public int LastStored => Hot + (16 * columns);

    public int Collections => LastStored + (8 * columns);

    public int Kind => Collections + columns;

    public int Bytes => Kind + columns;
}
