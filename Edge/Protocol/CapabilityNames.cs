using System.Text;

namespace Edge.Protocol;

/// <summary>Capabilities as log lines name them (spec stream-caps 1, 13).</summary>
internal static class CapabilityNames
{
    private static readonly (Capabilities Bit, string Name)[] All =
    [
        (Capabilities.V1, "V1"),
        (Capabilities.V2, "V2"),
        (Capabilities.VN, "VN"),
        (Capabilities.VCaps, "VCAPS"),
        (Capabilities.HostLabels, "HLABELS"),
        (Capabilities.Claim, "CLAIM"),
        (Capabilities.ChartLabels, "CLABELS"),
        (Capabilities.Compression, "COMPRESSION"),
        (Capabilities.Functions, "FUNCTIONS"),
        (Capabilities.Replication, "REPLICATION"),
        (Capabilities.Binary, "BINARY"),
    ];

    /// <summary>In the order of the bits, each followed by a blank.</summary>
    public static string Of(Capabilities capabilities)
    {
        var text = new StringBuilder();
        foreach ((Capabilities bit, string name) in All)
        {
            if ((capabilities & bit) != 0)
            {
                text.Append(name).Append(' ');
            }
        }

        return text.ToString();
    }
}
