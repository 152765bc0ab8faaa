namespace Edge.Stream;

/// <summary>Why a destination did not take, or did not keep, a stream; what follows for it is in <see
/// cref="Backoff"/>. One that cannot be reached is no setback: a parent that restarts is away for a moment,
/// and what it did before still counts.</summary>
internal enum Setback : byte
{
    None,

    /// <summary>TLS could not be agreed on.</summary>
    Tls,

    /// <summary>The certificate is not to be trusted.</summary>
    Certificate,

    /// <summary>The request could not be sent.</summary>
    NotSent,

    /// <summary>Closed or silent instead of an answer, which is how parents up to 1.34 refuse.</summary>
    NoAnswer,

    /// <summary>An answer that is none of a parent.</summary>
    Foreign,
    Busy,
    Denied,
    Forbidden,
    AlreadyConnected,

    /// <summary>The host is the parent itself.</summary>
    Localhost,

    /// <summary>Accepted, and over within <see cref="Limits.SettledSeconds"/>.</summary>
    EndedSoon,

    /// <summary>Accepted, and over after it had worked: nothing against a new try.</summary>
    Lost,
}
