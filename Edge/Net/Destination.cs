namespace Edge.Net;

/// <summary>
/// One place to dial (spec streaming 16): <c>[tcp:|udp:] host [%interface] [:port-or-service] |
/// unix:/path</c>.
/// </summary>
/// <param name="Text">As configured, for logs.</param>
/// <param name="Transport">TCP or unix; UDP parses and cannot be dialled.</param>
/// <param name="Host">Name, address without brackets, or path; empty when the text has none.</param>
/// <param name="Interface">Scope of an IPv6 address; empty for none.</param>
/// <param name="Port">Number or service; empty for unix sockets.</param>
internal sealed record Destination(
    string Text, Transport Transport, string Host, string Interface, string Port)
{
    private const string TlsMark = ":SSL";

    public static List<Destination> Parse(string list, string defaultPort)
    {
        var items = new List<Destination>();
        foreach (string text in AddressText.Items(list))
        {
            (Transport transport, string host, string scope, string port) =
                AddressText.Split(text, defaultPort);
            items.Add(new Destination(text, transport, host, scope, port));
        }

        return items;
    }

    /// <summary>
    /// Cuts the list at its first <c>:SSL</c>, wherever that is; what follows is lost, as in the reference
    /// (spec tls 4.1).
    /// </summary>
    /// <param name="list">Option <c>destination</c>.</param>
    /// <param name="wantsTls">Whether the mark was there: then every connection of the process is to be
    /// encrypted.</param>
    public static string CutTls(string list, out bool wantsTls)
    {
        int mark = list.IndexOf(TlsMark, StringComparison.Ordinal);
        wantsTls = mark >= 0;
        return wantsTls ? list[..mark] : list;
    }
}
