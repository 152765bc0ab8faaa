namespace Edge.Net;

/// <summary>The other end of a connection as logs and access lists see it.</summary>
/// <param name="Ip">Numeric; <c>localhost</c> for loopback and unix sockets; IPv4-mapped addresses as
/// IPv4.</param>
/// <param name="Port">Decimal; empty for unix sockets.</param>
internal sealed record Peer(string Ip, string Port)
{
    public override string ToString() => $"[{Ip}]:{Port}";
}
