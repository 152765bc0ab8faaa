using Edge.Sys;

namespace Edge.Collect;

/// <summary>A line that the table of <see cref="RpcLines"/> has values of.</summary>
internal sealed class RpcLine(int firstSlot)
{
    public int FirstSlot => firstSlot;

    /// <summary>At most so many values of it are known.</summary>
    public int Slots { get; private set; }

    /// <summary>It had nothing but zeros.</summary>
    public bool IsOff { get; set; }

    public static RpcLine[] All(CounterCharts charts)
    {
        var lines = new List<RpcLine>();
        for (int slot = 0; slot < charts.SlotCount; slot++)
        {
            if (slot == 0 || !charts.PrefixOf(slot).SequenceEqual(charts.PrefixOf(slot - 1)))
            {
                lines.Add(new RpcLine(slot));
            }

            lines[^1].Slots++;
            Guard.That(lines[^1].Slots <= Limits.RpcValuesMax);
        }

        return [.. lines];
    }
}
