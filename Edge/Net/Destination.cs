namespace Edge.Net;

/// <summary>
/// One place to dial (spec streaming 16): <c>([tcp:|udp:] host [%interface] [:port-or-service] |
/// unix:/path) [:SSL]</c>. The mark is of its own item; in the reference the first one ends the list and is
/// for the whole process (spec tls 4.1).
/// </summary>
/// <param name="Text">As configured, without the mark, for logs.</param>
/// <param name="Transport">TCP or unix; UDP parses and cannot be dialled.</param>
/// <param name="Host">Name, address without brackets, or path; empty when the text has none.</param>
/// <param name="Interface">Scope of an IPv6 address; empty for none.</param>
/// <param name="Port">Number or service; empty for unix sockets.</param>
/// <param name="IsTls">To be encrypted, or not to be dialled at all.</param>
internal sealed record Destination(
    string Text, Transport Transport, string Host, string Interface, string Port, bool IsTls = false)
{
    private const string TlsMark = ":SSL";

    public static List<Destination> Parse(string list, string defaultPort)
    {
        var items = new List<Destination>();
        foreach (string item in AddressText.Items(list))
        {
            bool isTls = item.EndsWith(TlsMark, StringComparison.Ordinal);
            string text = isTls ? item[..^TlsMark.Length] : item;
            (Transport transport, string host, string scope, string port) =
                AddressText.Split(text, defaultPort);
            items.Add(new Destination(text, transport, host, scope, port, isTls));
        }

        return items;
    }
}
