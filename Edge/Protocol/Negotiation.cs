namespace Edge.Protocol;

/// <summary>From the number on the wire to what may be said, and back (spec streaming 8, stream-caps
/// 2).</summary>
internal static class Negotiation
{
    /// <summary>The highest numbered version without chart labels: 1.25 to 1.31.</summary>
    public const int NumberedMax = 3;

    /// <summary>1.32: with chart labels.</summary>
    public const int WithChartLabels = 4;

    /// <summary>1.33 to 1.36: compressed as well.</summary>
    public const int WithCompression = 5;

    /// <summary>From here on numbers are masks.</summary>
    private const int MaskMin = (int)Capabilities.VCaps;

    /// <summary>In a request, so that parents which only take the smaller number still answer 3, 4 or
    /// 5.</summary>
    public const Capabilities OldVersions = Capabilities.V1 | Capabilities.V2 | Capabilities.VN;

    /// <summary>What every node can do, as parent and as child.</summary>
    public const Capabilities Plain =
        Capabilities.VCaps | Capabilities.HostLabels | Capabilities.Claim | Capabilities.ChartLabels;

    /// <summary>What a number stands for.</summary>
    public static Capabilities Of(int number) => number switch
    {
        >= MaskMin => (Capabilities)number & ~OldVersions,
        >= WithCompression => Of(WithChartLabels) | Capabilities.Compression,
        WithChartLabels => Of(NumberedMax) | Capabilities.ChartLabels,
        NumberedMax => Capabilities.VN | Capabilities.HostLabels | Capabilities.Claim,
        1 or 2 => Capabilities.V2 | Capabilities.HostLabels,
        _ => Capabilities.V1,
    };

    /// <summary>Whether log lines name capabilities instead of a version.</summary>
    public static bool IsMask(int number) => number >= MaskMin;

    /// <summary>Whether a parent may have meant this number alone: no release has 6 to 63, and the mask of an
    /// answer holds VCAPS but none of the bits below it, as 1.37 answers (spec stream-caps 2).</summary>
    public static bool IsAnswer(int number) =>
        number <= WithCompression || number % (2 * MaskMin) == MaskMin;

    /// <summary>
    /// The number a parent answers: never above the offer. What has bit 31 or no VCAPS is a numbered version.
    /// 1.29.3 answers 3 to everything above; 4 and 5 need what they stand for, and no release ever offered 6
    /// to 63.
    /// </summary>
    /// <param name="offer">The child's <c>ver</c>.</param>
    /// <param name="own">What this node can do; without VCAPS it is a 1.29.3.</param>
    public static int Answer(long offer, Capabilities own)
    {
        bool isMask = offer is >= MaskMin and <= int.MaxValue
            && ((Capabilities)offer & Capabilities.VCaps) != 0;
        if (isMask && (own & Capabilities.VCaps) != 0)
        {
            return (int)((Capabilities)offer & own & ~OldVersions);
        }

        int numbered = (int)Math.Clamp(offer, 0, NumberedMax);
        for (int number = WithChartLabels; number <= WithCompression && number <= offer; number++)
        {
            bool isKnown = (Of(number) & ~Capabilities.VN & ~own) == 0 && offer <= WithCompression;
            numbered = isKnown ? number : numbered;
        }

        return numbered;
    }
}
