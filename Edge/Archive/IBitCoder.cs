namespace Edge.Archive;

/// <summary>
/// One end of a range coder. Writer and reader run the same code over it: the writer is given what is true,
/// the reader gives it back.
/// </summary>
internal interface IBitCoder
{
    /// <summary>The reader has read what no writer wrote; nothing that follows means anything.</summary>
    bool Failed { get; }

    /// <param name="odds">How likely a 0 is, in 65,536ths; learns from the bit.</param>
    /// <param name="rate">Learns by 1 / 2^rate.</param>
    /// <param name="bit">0 or 1; not looked at by the reader.</param>
    uint Bit(ref ushort odds, int rate, uint bit);

    /// <summary>Bits that nothing is known of: each costs one.</summary>
    /// <param name="count">0 to 64.</param>
    /// <param name="value">Not looked at by the reader.</param>
    ulong Plain(int count, ulong value);
}
