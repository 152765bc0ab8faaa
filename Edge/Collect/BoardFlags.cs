using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>A file with one number whose bits are the dimensions of a chart.</summary>
internal sealed class BoardFlags(Site site, ProcFile file, bool isHex, ChartDefinition definition,
    (int Bit, string Id)[] bits) : IDisposable
{
    private readonly long[] _values = new long[bits.Length];
    private readonly DemandChart _chart = new(site, OnDemand.Yes, definition,
        Array.ConvertAll(bits, static bit => new DimensionDefinition(bit.Id, Algorithm.Absolute)));

    public void Collect(long nowUsec)
    {
        if (!site.TryRead(file, out ReadOnlySpan<byte> text, Limits.SmallFileBytesMax))
        {
            return;
        }

        ReadOnlySpan<byte> word = new Words(text, Separators.Blanks).Next();
        word = word.StartsWith("0x"u8) ? word[2..] : word;
        ulong flags = isHex ? Numbers.Hex(word) : Numbers.Unsigned(word);
        for (int i = 0; i < bits.Length; i++)
        {
            _values[i] = (long)((flags >> bits[i].Bit) & 1);
        }

        _chart.Collect(_values, isNonZero: true, nowUsec);
    }

    public void Dispose() => file.Dispose();
}
