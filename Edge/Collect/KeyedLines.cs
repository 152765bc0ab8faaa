namespace Edge.Collect;

/// <summary>
/// "key value" lines. They come in the same order every time, so that each is first compared with the key of
/// last time and looked up only when it is another one.
/// </summary>
internal sealed class KeyedLines : ICounterReader
{
    /// <summary>Some sources have a dozen lines, the longest 120.</summary>
    private int[] _slotAt = new int[128];
    private int _rows;

    public bool Read(ReadOnlySpan<byte> text, CounterCharts charts)
    {
        bool any = false;
        var lines = new Lines(text);
        for (int row = 0; row < Limits.CounterLinesMax && lines.Next(out ReadOnlySpan<byte> line); row++)
        {
            var words = new Words(line, Separators.Colon);
            int slot = SlotAt(row, words.Next(), charts);
            long value = (long)words.Number();
            if (slot != CounterCharts.Unknown && words.Taken == 2)
            {
                charts.Set(slot, value);
                any = true;
            }
        }

        return any;
    }

    private int SlotAt(int row, ReadOnlySpan<byte> key, CounterCharts charts)
    {
        if (row == _rows)
        {
            if (row == _slotAt.Length)
            {
                Array.Resize(ref _slotAt, 2 * row);
            }

            _slotAt[_rows++] = CounterCharts.Unknown;
        }

        int slot = _slotAt[row];
        if (slot == CounterCharts.Unknown || !charts.IsKey(slot, key))
        {
            slot = charts.SlotOf(key);
            _slotAt[row] = slot;
        }

        return slot;
    }
}
