namespace Edge.Net;

/// <summary>Options <c>allow ... by dns</c>.</summary>
internal enum DnsUse : byte
{
    No,
    Yes,

    /// <summary>When a word of the list could be the name of a host.</summary>
    Heuristic,
}
