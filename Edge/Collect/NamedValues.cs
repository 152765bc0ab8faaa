namespace Edge.Collect;

/// <summary>"KEY: name value name value ..." lines; a key is "KEY:name".</summary>
internal sealed class NamedValues : ICounterReader
{
    public bool Read(ReadOnlySpan<byte> text, CounterCharts charts)
    {
        bool any = false;
        var lines = new Lines(text);
        for (int row = 0; row < Limits.CounterLinesMax && lines.Next(out ReadOnlySpan<byte> line); row++)
        {
            int colon = line.IndexOf((byte)':');
            if (colon < 0)
            {
                continue;
            }

            ReadOnlySpan<byte> prefix = line[..(colon + 1)];
            var words = new Words(line[(colon + 1)..], Separators.Colon);
            for (ReadOnlySpan<byte> name = words.Next(); !name.IsEmpty; name = words.Next())
            {
                int slot = charts.SlotOf(prefix, name);
                int before = words.Taken;
                long value = (long)words.Number();
                if (slot != CounterCharts.Unknown && words.Taken > before)
                {
                    charts.Set(slot, value);
                    any = true;
                }
            }
        }

        return any;
    }
}
