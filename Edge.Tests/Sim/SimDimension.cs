using Edge.Store;

namespace Edge.Tests.Sim;

/// <summary>A line of a collected chart and its next value.</summary>
internal sealed class SimDimension(string id, Algorithm algorithm, long multiplier, long divisor)
{
    public string Id => id;

    /// <summary>Shown name; null: the id.</summary>
    public string? Name { get; set; }

    public Algorithm Algorithm => algorithm;

    public long Multiplier => multiplier;

    public long Divisor => divisor;

    public long Value { get; private set; }

    public static SimDimension Draw(Random random, string id, bool isPercent) => new(id,
        isPercent ? Algorithm.PercentageOfAbsoluteRow
            : random.Next(2) == 0 ? Algorithm.Incremental : Algorithm.Absolute,
        random.Next(4) == 0 ? random.Next(-3, 9) : 1, random.Next(4) == 0 ? random.Next(1, 1000) : 1);

    public void Next(Random random) => Value = algorithm switch
    {
        Algorithm.Incremental => Value + random.Next(5_000),
        Algorithm.Absolute => random.Next(-1_000, 100_000),
        _ => random.Next(100),
    };

    /// <summary>As after a restart of whatever counts.</summary>
    public void Reset() => Value = 0;
}
