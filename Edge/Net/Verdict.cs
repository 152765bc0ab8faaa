namespace Edge.Net;

/// <summary>What an access list says of a client.</summary>
internal enum Verdict : byte
{
    /// <summary>No word of the list matches: refused, unless a name is still to be asked.</summary>
    None,
    Allowed,

    /// <summary>A negative word matches. Final: no name changes it.</summary>
    Denied,
}
