namespace Edge.Net;

/// <summary>
/// What <c>bind to</c> and <c>destination</c> have in common:
/// <c>[tcp:|udp:] address [%interface] [:port]</c> or <c>unix:path</c>, separated by white space or commas.
/// </summary>
internal static class AddressText
{
    private const string UnixPrefix = "unix:";

    public static string[] Items(string list) => list.Split(
        [' ', '\t', '\r', '\n', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>
    /// Cuts the address, which may be in brackets, from what follows it. The port is the default if not
    /// given.
    /// </summary>
    public static (Transport Transport, string Address, string Interface, string Port) Split(
        string item, string defaultPort)
    {
        if (item.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            return (Transport.Unix, item[UnixPrefix.Length..], "", "");
        }

        Transport transport =
            item.StartsWith("udp:", StringComparison.Ordinal) ? Transport.Udp : Transport.Tcp;
        if (transport == Transport.Udp || item.StartsWith("tcp:", StringComparison.Ordinal))
        {
            item = item[4..];
        }

        string address;
        int closing = item.StartsWith('[') ? item.IndexOf(']') : -1;
        if (closing > 0)
        {
            address = item[1..closing];
            item = item[(closing + 1)..];
        }
        else
        {
            // Without brackets the first colon starts the port, also in an IPv6 address (spec streaming 16).
            int end = item.AsSpan().IndexOfAny('%', ':');
            address = end < 0 ? item : item[..end];
            item = end < 0 ? "" : item[end..];
        }

        int colon = item.IndexOf(':');
        string port = colon < 0 ? "" : item[(colon + 1)..];
        string before = colon < 0 ? item : item[..colon];
        string scope = before.StartsWith('%') ? before[1..] : "";
        return (transport, address, scope, port.Length == 0 ? defaultPort : port);
    }
}
