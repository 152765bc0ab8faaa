using Edge.Store;

namespace Edge.Archive;

/// <summary>A dimension of a <see cref="ChartLayout"/>.</summary>
/// <param name="Id">Unique in the chart.</param>
/// <param name="Name">Shown.</param>
/// <param name="Algorithm">How values are computed.</param>
/// <param name="Flags"><see cref="DimensionFlags"/>, without obsolescence.</param>
/// <param name="Multiplier">Any.</param>
/// <param name="Divisor">Not 0.</param>
internal readonly record struct LayoutDimension(
    string Id, string Name, Algorithm Algorithm, byte Flags, long Multiplier, long Divisor)
{
    public bool IsHidden => ((DimensionFlags)Flags & DimensionFlags.Hidden) != 0;

    public bool IgnoresResets => ((DimensionFlags)Flags & DimensionFlags.NoResetDetection) != 0;
}
