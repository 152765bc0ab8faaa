namespace Edge.Store;

/// <summary>Byte offsets of what a round sets of each dimension, between <c>SET</c> and <c>END</c>. Charts
/// whose blocks are read as a whole have none of it.</summary>
internal readonly struct RoundLayout(int columns)
{
    public static int Collected => 0;

    /// <summary>Stays from round to round as long as not every dimension is set in each.</summary>
    public int SetUsec => 8 * columns;

    public int Updated => 16 * columns;

    public int Bytes => 17 * columns;
}
