namespace Edge.Protocol;

/// <summary>The maxima of the room.</summary>
internal static class Limits
{
    /// <summary>Words beyond are ignored (spec streaming 12.2).</summary>
    public const int WordsPerLine = 20;

    /// <summary>What 1.37.1 accepts (spec stream-caps 10); 1.29.3 sends at most 1,022 bytes and a
    /// newline.</summary>
    public const int LineBytes = 15_360;
}
