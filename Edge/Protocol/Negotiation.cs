namespace Edge.Protocol;

/// <summary>From the number on the wire to what may be said, and back (spec streaming 8, stream-caps
/// 2).</summary>
internal static class Negotiation
{
    /// <summary>The highest numbered version that Edge speaks: 1.25 to 1.31.</summary>
    public const int NumberedMax = 3;

    /// <summary>Children of 1.29 and before may be told these; from here on numbers are masks.</summary>
    private const int MaskMin = (int)Capabilities.VCaps;

    /// <summary>In a request, so that parents which only take the smaller number still answer 3.</summary>
    public const Capabilities OldVersions = Capabilities.V1 | Capabilities.V2 | Capabilities.VN;

    /// <summary>What a number stands for.</summary>
    public static Capabilities Of(int number) => number switch
    {
        >= MaskMin => (Capabilities)number & ~OldVersions,
        >= NumberedMax => Capabilities.VN | Capabilities.HostLabels | Capabilities.Claim,
        1 or 2 => Capabilities.V2 | Capabilities.HostLabels,
        _ => Capabilities.V1,
    };

    /// <summary>The number a parent answers: never above the offer.</summary>
    /// <param name="offer">The child's <c>ver</c>; what has bit 31 or no VCAPS is a numbered version.</param>
    /// <param name="own">What this node can do.</param>
    public static int Answer(long offer, Capabilities own)
    {
        bool isMask = offer is >= MaskMin and <= int.MaxValue
            && ((Capabilities)offer & Capabilities.VCaps) != 0;
        return isMask && (own & Capabilities.VCaps) != 0
            ? (int)((Capabilities)offer & own & ~OldVersions)
            : (int)Math.Clamp(offer, 0, NumberedMax);
    }
}
