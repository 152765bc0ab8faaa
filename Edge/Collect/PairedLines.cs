namespace Edge.Collect;

/// <summary>
/// Pairs of lines with the same first word, one with the names of the columns and one with their values; a
/// key is "word:name". The lines of names hardly ever change, so that each is remembered whole with the slots
/// of its columns.
/// </summary>
internal sealed class PairedLines : ICounterReader
{
    private readonly List<byte[]> _names = [];
    private readonly List<short[]> _slots = [];

    public bool Read(ReadOnlySpan<byte> text, CounterCharts charts)
    {
        bool any = false;
        int pair = 0;
        var lines = new Lines(text);
        bool isThere = lines.Next(out ReadOnlySpan<byte> names);
        while (isThere && lines.Next(out ReadOnlySpan<byte> values))
        {
            ReadOnlySpan<byte> prefix = names[..(names.IndexOf((byte)':') + 1)];
            if (prefix.IsEmpty || !values.StartsWith(prefix))
            {
                // One half of a pair, or no such line: perhaps the next two belong together.
                names = values;
                continue;
            }

            if (pair < Limits.CounterPairsMax && charts.HasPrefix(prefix))
            {
                any |= Take(SlotsOf(pair, prefix.Length, names, charts), values[prefix.Length..], charts);
                pair++;
            }

            isThere = lines.Next(out names);
        }

        return any;
    }

    private static bool Take(short[] slots, ReadOnlySpan<byte> values, CounterCharts charts)
    {
        bool any = false;
        var words = new Words(values, Separators.Colon);
        foreach (short slot in slots)
        {
            // Signed: there is a limit among the counters that says -1.
            ReadOnlySpan<byte> word = words.Next();
            if (word.IsEmpty)
            {
                break;
            }

            if (slot != CounterCharts.Unknown)
            {
                charts.Set(slot, Numbers.Fixed(word, 0));
                any = true;
            }
        }

        return any;
    }

    /// <summary>Up to the last column that somebody wants.</summary>
    private short[] SlotsOf(int pair, int prefixBytes, ReadOnlySpan<byte> names, CounterCharts charts)
    {
        if (pair < _names.Count && names.SequenceEqual(_names[pair]))
        {
            return _slots[pair];
        }

        if (pair == _names.Count)
        {
            _names.Add([]);
            _slots.Add([]);
        }

        Span<short> slots = stackalloc short[Limits.CounterColumnsMax];
        int columns = 0;
        int wanted = 0;
        var words = new Words(names[prefixBytes..], Separators.Colon);
        for (ReadOnlySpan<byte> name = words.Next();
            !name.IsEmpty && columns < slots.Length;
            name = words.Next())
        {
            slots[columns] = (short)charts.SlotOf(names[..prefixBytes], name);
            wanted = slots[columns++] == CounterCharts.Unknown ? wanted : columns;
        }

        // What is longer than any kernel's is not kept: it is looked through each time.
        _names[pair] = names.Length <= Limits.CounterNamesBytes ? names.ToArray() : [];
        _slots[pair] = slots[..wanted].ToArray();
        return _slots[pair];
    }
}
