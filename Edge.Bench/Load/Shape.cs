namespace Edge.Bench.Load;

/// <summary>What each connection sends.</summary>
/// <param name="Charts">Of its host.</param>
/// <param name="Dimensions">Of each chart.</param>
/// <param name="IsMixed">False: 12-digit counters, all charts alike, the kindest of streams. True: gauges of
/// 1 to 9
/// digits, and no two charts name their dimensions alike.</param>
internal sealed record Shape(int Charts, int Dimensions, bool IsMixed)
{
    public int Samples => Charts * Dimensions;

    public string Chart(int chart) => $"load.chart_{chart:000}";

    public string Dimension(int chart, int dimension) =>
        IsMixed ? $"of_{chart}_number_{dimension}" : $"dim_{dimension:000}";
}
