namespace Edge.Stream;

/// <summary>The maxima of the room.</summary>
internal static class Limits
{
    /// <summary>A receiver that hears nothing for so long ends (1.37.1 does the same; 1.29.3 waits for ever).</summary>
    public const int SilenceSeconds = 600;
}
