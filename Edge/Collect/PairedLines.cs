namespace Edge.Collect;

/// <summary>
/// Pairs of lines with the same first word, one with the names of the columns and one with their values; a
/// key is "word:name". The lines of names hardly ever change, so that each is remembered whole with the slots
/// of its columns.
/// </summary>
internal sealed class PairedLines : ICounterReader
{
    private readonly PairedNames _first = new();

    public bool Read(ReadOnlySpan<byte> text, CounterCharts charts)
    {
        bool any = false;
        int pairs = 0;
        PairedNames known = _first;
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

            if (pairs < Limits.CounterPairsMax && charts.HasPrefix(prefix))
            {
                if (!names.SequenceEqual(known.Line))
                {
                    Learn(known, prefix.Length, names, charts);
                }

                any |= Take(known.Slots, values[prefix.Length..], charts);
                known = known.Next;
                pairs++;
            }

            isThere = lines.Next(out names);
        }

        return any;
    }

    private static bool Take(int[] slots, ReadOnlySpan<byte> values, CounterCharts charts)
    {
        bool any = false;
        var words = new Words(values, Separators.Colon);
        foreach (int slot in slots)
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

    private static void Learn(
        PairedNames known, int prefixBytes, ReadOnlySpan<byte> names, CounterCharts charts)
    {
        Span<int> slots = stackalloc int[Limits.CounterColumnsMax];
        int columns = 0;
        int wanted = 0;
        var words = new Words(names[prefixBytes..], Separators.Colon);
        for (ReadOnlySpan<byte> name = words.Next();
            !name.IsEmpty && columns < slots.Length;
            name = words.Next())
        {
            slots[columns] = charts.SlotOf(names[..prefixBytes], name);
            wanted = slots[columns++] == CounterCharts.Unknown ? wanted : columns;
        }

        // What is longer than any kernel's is not kept: it is looked through each time.
        known.Line = names.Length <= Limits.CounterNamesBytes ? names.ToArray() : [];
        known.Slots = slots[..wanted].ToArray();
    }
}
