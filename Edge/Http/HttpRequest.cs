using Edge.Net;

namespace Edge.Http;

/// <summary>A complete, decoded request (spec api 9.1).</summary>
internal sealed record HttpRequest
{
    /// <summary><c>GET</c>, <c>OPTIONS</c> or <c>STREAM</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Decoded, without the query; starts with <c>/</c> for GET. Empty for STREAM.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Decoded text behind the <c>?</c>, not split; for STREAM everything before <c> HTTP/</c>.
    /// </summary>
    public required string Query { get; init; }

    /// <summary>Header values by lower-case name; only those that Edge looks at.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public required IConnection Connection { get; init; }

    /// <summary>The request's bytes as they came; only the 308 answer needs them.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>
    /// STREAM only: writes the client's last two lines of access.log, with this status. A stream door that
    /// has lines of its own to follow them (spec streaming 20.2) calls it first; HttpSession does when the
    /// door has not.
    /// </summary>
    public Action<int>? HandOver { get; init; }
}
