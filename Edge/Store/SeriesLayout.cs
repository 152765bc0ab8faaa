namespace Edge.Store;

/// <summary>Byte offsets of the per-dimension arrays behind <see cref="ChartClock"/>, for a number of
/// columns.</summary>
internal readonly struct SeriesLayout(int columns)
{
    /// <summary>{ long last collected, double carry } a dimension; what each collection reads and
    /// writes.</summary>
    public static int Hot => ChartClock.Bytes;

    public int LastStored => Hot + (16 * columns);

    public int Scale => LastStored + (8 * columns);

    public int Collected => Scale + (16 * columns);

    /// <summary>Scratch of one general commit.</summary>
    public int Calculated => Collected + (8 * columns);

    public int SetUsec => Calculated + (8 * columns);

    public int Collections => SetUsec + (8 * columns);

    public int Kind => Collections + (4 * columns);

    public int Updated => Kind + columns;

    public int Bytes => Updated + columns;
}
