using Edge.Sys;

namespace Edge.Collect;

/// <summary>A line that the table of <see cref="RpcLines"/> has values of.</summary>
internal sealed class RpcLine(int firstSlot)
{
    public int FirstSlot => firstSlot;

    /// <summary>At most so many values of it are known.</summary>
    public int Slots { get; private init; }

    /// <summary>It had nothing but zeros.</summary>
    public bool IsOff { get; set; }

    /// <summary>The next one of the table.</summary>
    public RpcLine? Next { get; private init; }

    /// <summary>The first of all; null: all are switched off.</summary>
    public static RpcLine? All(CounterCharts charts)
    {
        RpcLine? line = null;
        for (int slot = charts.SlotCount - 1; slot >= 0; slot--)
        {
            bool isSame = line != null && charts.PrefixOf(slot).SequenceEqual(charts.PrefixOf(slot + 1));
            line = new RpcLine(slot)
            {
                Slots = isSame ? line!.Slots + 1 : 1,
                Next = isSame ? line!.Next : line,
            };
            Guard.That(line.Slots <= Limits.RpcValuesMax);
        }

        return line;
    }
}
