namespace Edge.Collect;

/// <summary>
/// A line of names and then one of hexadecimal columns for each CPU. The table names the columns first, in
/// their order; their sums are shown.
/// </summary>
/// <param name="columns">Lines with fewer are skipped.</param>
/// <param name="isFirstShared">
/// The first column is the same for all CPUs, so that the first that is not 0 is taken.
/// </param>
internal sealed class HexColumns(int columns, bool isFirstShared) : ICounterReader
{
    public bool Read(ReadOnlySpan<byte> text, CounterCharts charts)
    {
        Span<long> sums = stackalloc long[Limits.HexColumnsMax];
        sums.Clear();
        bool any = false;
        var lines = new Lines(text);
        lines.Next(out _);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            any |= Add(line, sums[..columns]);
        }

        for (int i = 0; i < columns && any; i++)
        {
            charts.Set(i, sums[i]);
        }

        return any;
    }

    private bool Add(ReadOnlySpan<byte> line, Span<long> sums)
    {
        Span<long> values = stackalloc long[Limits.HexColumnsMax];
        var words = new Words(line, Separators.CommaColonBarAndSlash);
        for (int i = 0; i < sums.Length; i++)
        {
            values[i] = (long)Numbers.Hex(words.Next());
        }

        if (words.Taken < sums.Length)
        {
            return false;
        }

        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = i > 0 || !isFirstShared ? sums[i] + values[i] : sums[i] != 0 ? sums[i] : values[i];
        }

        return true;
    }
}
