using Edge.Store;

namespace Edge.Tests.Store.Model;

/// <summary>Spec database 2, the rows of scope "dim", under the names of the table.</summary>
internal sealed class ModelDimension(int entries, bool storeFirst)
{
    public Algorithm Algorithm { get; set; }

    public long Multiplier { get; set; } = 1;

    public long Divisor { get; set; } = 1;

    public bool NoReset { get; set; }

    public long CollectedValue { get; set; }

    public long LastCollectedValue { get; set; }

    public ulong CollectedValueMax { get; set; }

    public uint CollectionsCounter { get; set; } = storeFirst ? 1u : 0u;

    public double CalculatedValue { get; set; }

    public double LastCalculatedValue { get; set; }

    public double LastStoredValue { get; set; } = double.NaN;

    public bool Updated { get; set; }

    /// <summary>What was packed, and with which flags; no flags: an empty slot.</summary>
    public (double Value, uint Flags)[] Slots { get; } = new (double, uint)[entries];

    /// <summary>3.1.</summary>
    public void Set(long value)
    {
        CollectedValue = value;
        Updated = true;
        CollectionsCounter++;
        ulong magnitude = value < 0 ? 0UL - (ulong)value : (ulong)value;
        CollectedValueMax = Math.Max(CollectedValueMax, magnitude);
    }

    public double Scaled(double value) => value * Multiplier / Divisor;
}
