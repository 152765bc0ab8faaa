namespace Edge.Collect;

/// <summary>
/// "name value value ..." lines of the kernel's RPC. The table has the values of each line together, in their
/// order. A line of zeros is as if it was not there, and one of procedures is not looked at again.
/// </summary>
internal sealed class RpcLines : ICounterReader
{
    /// <summary>
    /// th threads fullcnt, and then the share of time for each tenth of them: seconds with three decimals.
    /// Whether there is a line is told by these alone.
    /// </summary>
    private const int ThreadsBeforeHistogram = 2;

    private RpcLine? _first;

    public bool Read(ReadOnlySpan<byte> text, CounterCharts charts)
    {
        _first ??= RpcLine.All(charts);
        bool any = false;
        var lines = new Lines(text);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            var words = new Words(line, Separators.Blanks);
            ReadOnlySpan<byte> name = words.Next();
            for (RpcLine? known = _first; known != null; known = known.Next)
            {
                if (!known.IsOff && name.SequenceEqual(charts.PrefixOf(known.FirstSlot)[..^1]))
                {
                    any |= Take(known, name, words, charts);
                }
            }
        }

        return any;
    }

    private static bool Take(RpcLine known, ReadOnlySpan<byte> name, Words words, CounterCharts charts)
    {
        Span<long> values = stackalloc long[Limits.RpcValuesMax];
        bool hasCount = name.StartsWith("proc"u8);
        int skipped = hasCount || !name.SequenceEqual("th"u8) ? 0 : ThreadsBeforeHistogram;
        int count = hasCount ? (int)Math.Min(words.Number(), (ulong)known.Slots) : known.Slots;
        bool isNonZero = false;
        for (int i = 0; i < count; i++)
        {
            int before = words.Taken;
            values[i] = i < skipped || skipped == 0 ? (long)words.Number() : words.Fixed(3);
            isNonZero |= i >= skipped && values[i] != 0;
            if (words.Taken == before)
            {
                // Cut off: a line that says how long it is says nothing then.
                count = hasCount ? 0 : i;
            }
        }

        known.IsOff = hasCount && count > 0 && !isNonZero;
        for (int i = 0; i < count && isNonZero; i++)
        {
            charts.Set(known.FirstSlot + i, values[i]);
        }

        return isNonZero && count > 0;
    }
}
