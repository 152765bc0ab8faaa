namespace Edge.Archive;

/// <summary>
/// What both ends of a journal have learned of all charts together: how likely which bit is, in which
/// surroundings. Begins anew with each file.
/// </summary>
internal sealed class TickModel
{
    /// <summary>Lengths of 1 to 64 bits as the leaves of a tree.</summary>
    public const int Lengths = 64;

    /// <summary>Expected lengths that are told apart.</summary>
    public const int Expected = 32;

    /// <summary>The same, of clocks.</summary>
    public const int ExpectedClock = 24;

    /// <summary>Learns slowly, from everything.</summary>
    public const int Rate = 5;

    private const ushort Even = 1 << 15;

    /// <summary>Kinds of numbers, each with odds of its own.</summary>
    private const int Kinds = (int)TickNumber.Count;

    /// <summary>By the entry before: 0 a collection; then 0 a block.</summary>
    public ushort[] Entry { get; } = Fresh(6);

    /// <summary>0 the next one; then 0 the same one. Behind a block its collections are likely.</summary>
    public ushort[] Slot { get; } = Fresh(4);

    /// <summary>By the expected length and what was of the chart before: 0 as expected.</summary>
    public ushort[] Clock { get; } = Fresh(4 * ExpectedClock);

    public ushort[] ClockSign { get; } = Fresh(ExpectedClock);

    public ushort[] ClockLength { get; } = Fresh(ExpectedClock * Lengths);

    public ushort[] Partial { get; } = Fresh(1);

    public ushort[] Set { get; } = Fresh(1);

    /// <summary>By the sign before.</summary>
    public ushort[] Sign { get; } = Fresh(2);

    /// <summary>Trees of lengths by the expected one; the two bits behind the first, by length.</summary>
    public ushort[] Length { get; } = Fresh(Expected * Lengths);

    public ushort[] Mantissa { get; } = Fresh(Lengths * 4);

    public ushort[] NumberLength { get; } = Fresh(Kinds * Lengths);

    public ushort[] NumberSign { get; } = Fresh(Kinds);

    public ushort[] NumberZero { get; } = Fresh(Kinds);

    public ushort[] Mark { get; } = Fresh(3);

    public void Clear()
    {
        foreach (ushort[] odds in (ReadOnlySpan<ushort[]>)[
            Entry, Slot, Clock, ClockSign, ClockLength, Partial, Set, Sign, Length, Mantissa, NumberLength,
            NumberSign, NumberZero, Mark])
        {
            Array.Fill(odds, Even);
        }
    }

    private static ushort[] Fresh(int count)
    {
        var odds = new ushort[count];
        Array.Fill(odds, Even);
        return odds;
    }
}
