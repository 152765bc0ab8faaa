using Xunit;

namespace Edge.Tests.Peers;

/// <summary>
/// A fact about real processes; skipped with a reason where one of the programs is missing.
/// </summary>
public sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute(PeerNeeds needs)
    {
        if (needs.HasFlag(PeerNeeds.Edge) && Programs.Edge == null)
        {
            Skip = "the published binary is missing: scripts/publish makes it, EDGE_BINARY names another one";
        }
        else if (needs.HasFlag(PeerNeeds.Netdata) && Programs.Netdata == null)
        {
            Skip = "netdata is not installed: scripts/peer --install-only does it";
        }
        else if (needs.HasFlag(PeerNeeds.Recordings) && Captures.Root == null)
        {
            Skip = CaptureFactAttribute.Reason;
        }
    }
}
