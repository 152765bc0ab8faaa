namespace Edge.Net;

/// <summary>
/// One round of dialling: what to try, and whom to tell. All calls come on the wire thread, no lock held.
/// </summary>
internal sealed record DialOrder
{
    /// <summary>Tried from the first to the last; all addresses of a name before the next item.</summary>
    public required IReadOnlyList<Destination> Destinations { get; init; }

    /// <summary>Per address; once more for the handshake where the item is encrypted.</summary>
    public int TimeoutSec { get; init; } = 60;

    /// <summary>
    /// Connected, and encrypted if it has to be: makes the session, which usually sends its request at once.
    /// The second argument is the
    /// destination as configured.
    /// </summary>
    public required Func<IConnection, Destination, ISession> Opened { get; init; }

    /// <summary>One line for the log per address or name that failed; the next is tried.</summary>
    public required Action<string> Failed { get; init; }

    /// <summary>Connected, but not through TLS, for the reasons that <see cref="Failed"/> has told; true: the
    /// certificate is not trusted.</summary>
    public Action<bool>? TlsFailed { get; init; }

    /// <summary>Nothing is left to try. Not called after <see cref="Dial.Cancel"/>.</summary>
    public required Action GaveUp { get; init; }

    /// <summary>For the items that want it. Null: these cannot be dialled.</summary>
    public ITlsDial? Tls { get; init; }

    /// <summary>Why there is none, for the log.</summary>
    public string TlsMissing { get; init; } = "";
}
