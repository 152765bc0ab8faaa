namespace Edge.Plugins;

/// <summary>What the samples of one interval have in common. All 0 when there were none.</summary>
internal readonly struct StatsdSummary
{
    public double Min { get; private init; }

    public double Max { get; private init; }

    public double Average { get; private init; }

    public double Percentile { get; private init; }

    public double Median { get; private init; }

    /// <summary>Of all samples, not of a sample of them.</summary>
    public double Deviation { get; private init; }

    public double Sum { get; private init; }

    /// <param name="samples">Sorted in place.</param>
    /// <param name="percent">0 to 100.</param>
    public static StatsdSummary Of(Span<double> samples, double percent)
    {
        if (samples.IsEmpty)
        {
            return default;
        }

        samples.Sort();
        double sum = 0;
        foreach (double sample in samples)
        {
            sum += sample;
        }

        double average = sum / samples.Length;
        double squares = 0;
        foreach (double sample in samples)
        {
            squares += (sample - average) * (sample - average);
        }

        int place = Math.Max((int)Math.Floor(samples.Length * percent / 100) - 1, 0);
        return new StatsdSummary
        {
            Min = samples[0], Max = samples[^1], Average = average, Percentile = samples[place],
            Median = MedianOf(samples), Deviation = Math.Sqrt(squares / samples.Length), Sum = sum,
        };
    }

    /// <summary>With an even number of samples above two the reference takes the pair one place too high, as
    /// it does in queries (spec query, groupings).</summary>
    private static double MedianOf(ReadOnlySpan<double> sorted)
    {
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half]
            : sorted.Length == 2 ? (sorted[0] + sorted[1]) / 2
            : (sorted[half] + sorted[half + 1]) / 2;
    }
}
