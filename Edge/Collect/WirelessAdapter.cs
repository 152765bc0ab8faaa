namespace Edge.Collect;

/// <summary>One wireless interface, from its first line in the file until it is gone from it.</summary>
internal sealed class WirelessAdapter(byte[] name, CounterCharts charts)
{
    public byte[] Name => name;

    public CounterCharts Charts => charts;

    /// <summary>The one that came before it.</summary>
    public WirelessAdapter? Next { get; set; }

    /// <summary>The collector's tick in which it was last there.</summary>
    public long SeenTick { get; set; }
}
