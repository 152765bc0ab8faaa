namespace Edge.Query;

/// <summary>
/// The bytes around the values of a row: all formats with a column a dimension differ in nothing else.
/// </summary>
internal readonly ref struct RowShape
{
    /// <summary>Between two rows.</summary>
    public ReadOnlySpan<byte> Separator { get; init; }

    /// <summary>Before the time.</summary>
    public ReadOnlySpan<byte> Open { get; init; }

    public TimeStyle Time { get; init; }

    /// <summary>
    /// After the time, for formats that annotate: of ordinary rows, and of rows with a counter reset.
    /// </summary>
    public ReadOnlySpan<byte> Note { get; init; }

    public ReadOnlySpan<byte> ResetNote { get; init; }

    /// <summary>Before each value.</summary>
    public ReadOnlySpan<byte> Lead { get; init; }

    /// <summary>
    /// Instead of <see cref="Lead"/>, by place among the visible columns; null: all have the same.
    /// </summary>
    public byte[][]? Leads { get; init; }

    /// <summary>After each value.</summary>
    public ReadOnlySpan<byte> Tail { get; init; }

    /// <summary>After the last value.</summary>
    public ReadOnlySpan<byte> Close { get; init; }

    public bool NullToZero { get; init; }
}
