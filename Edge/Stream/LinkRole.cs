namespace Edge.Stream;

/// <summary>What a host has to do with the network here.</summary>
internal enum LinkRole : byte
{
    /// <summary>Collected here and sent nowhere: no link, but a line in listings.</summary>
    Local,

    /// <summary>A child sends it to us, or did.</summary>
    Receiving,

    /// <summary>We send it to a parent, or try to.</summary>
    Sending,
}
