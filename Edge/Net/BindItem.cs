namespace Edge.Net;

/// <summary>One item of a <c>bind to</c> list.</summary>
internal sealed record BindItem
{
    /// <summary>As written, for logs.</summary>
    public required string Text { get; init; }

    public Transport Transport { get; init; }

    /// <summary>IPv4, IPv6 without brackets, a name, or a path; empty for all addresses.</summary>
    public required string Address { get; init; }

    /// <summary>Scope of an IPv6 address; empty for none.</summary>
    public string Interface { get; init; } = "";

    /// <summary>Number or service; empty for unix sockets.</summary>
    public required string Port { get; init; }

    public Access Access { get; init; } = Access.All;

    public TlsDemand Tls { get; init; }
}
