namespace Edge.Http;

/// <summary>How far a request has come.</summary>
internal enum Reading
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,
    Complete,

    /// <summary>Unknown method, surplus bytes, or no protocol in the first line.</summary>
    NotUnderstood,
    TooBig,

    /// <summary>The target cannot be decoded.</summary>
    BadTarget,
}
