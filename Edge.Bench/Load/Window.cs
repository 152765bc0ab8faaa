namespace Edge.Bench.Load;

/// <param name="Samples">Read by the parent within the window, all of them.</param>
/// <param name="CpuSeconds">That the parent's process ran for it.</param>
/// <param name="WallSeconds">From the first byte to the last one read.</param>
internal readonly record struct Window(long Samples, double CpuSeconds, double WallSeconds)
{
    /// <summary>Million samples per CPU second of the parent.</summary>
    public double Rate => Samples / CpuSeconds / 1e6;

    public double Speed => Samples / WallSeconds / 1e6;

    public double Percent => 100 * CpuSeconds / WallSeconds;
}
