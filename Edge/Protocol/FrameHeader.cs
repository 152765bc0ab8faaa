namespace Edge.Protocol;

/// <summary>
/// The four bytes before each LZ4 block (spec stream-caps 7.2): <c>FA</c>, <c>80</c> + the low and <c>80</c>
/// + the high 7 bits of the block's size, <c>0A</c>. A size of 0 is no header.
/// </summary>
internal static class FrameHeader
{
    public const int Bytes = 4;

    /// <summary>14 bits.</summary>
    public const int BlockBytesMax = 16_383;

    /// <summary>What a frame holds at most when undone (spec stream-caps 7.3).</summary>
    public const int TextBytesMax = 16_384;

    private const byte First = 0xFA;
    private const byte Last = 0x0A;

    /// <param name="bytes">Four or more.</param>
    /// <param name="blockBytes">1 to <see cref="BlockBytesMax"/>.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out int blockBytes)
    {
        blockBytes = (bytes[1] & 0x7f) | ((bytes[2] & 0x7f) << 7);
        return bytes[0] == First && bytes[3] == Last && (bytes[1] & bytes[2] & 0x80) != 0 && blockBytes != 0;
    }

    public static void Write(Span<byte> target, int blockBytes)
    {
        target[0] = First;
        target[1] = (byte)(0x80 | (blockBytes & 0x7f));
        target[2] = (byte)(0x80 | (blockBytes >> 7));
        target[3] = Last;
    }
}
