namespace Edge.Net;

/// <summary>
/// The grammar of <c>bind to</c> (spec tls 2):
/// <c>item = [tcp:|udp:] address [%interface] [:port] [=right[|right...]] | unix:path</c>.
/// Nothing is refused here: what cannot be a port or a name fails when it is looked up, as in the reference.
/// </summary>
internal static class BindList
{
    private const string TlsMark = "^SSL=";

    public static List<BindItem> Parse(string list, string defaultPort)
    {
        var items = new List<BindItem>();
        foreach (string text in AddressText.Items(list))
        {
            items.Add(ParseItem(text, defaultPort));
        }

        return items;
    }

    private static BindItem ParseItem(string text, string defaultPort)
    {
        int equals = text.StartsWith("unix:", StringComparison.Ordinal) ? -1 : text.IndexOf('=');
        string place = equals < 0 ? text : text[..equals];
        (Transport transport, string address, string scope, string port) =
            AddressText.Split(place, defaultPort);
        bool isAny = address is "any" or "all" || address.StartsWith('*');
        (Access access, TlsDemand tls) =
            equals < 0 ? (Access.All, default) : ParseRights(text[(equals + 1)..]);
        return new BindItem
        {
            Text = text,
            Transport = transport,
            Address = isAny ? "" : address,
            Interface = scope,
            Port = port,
            Access = access,
            Tls = tls,
        };
    }

    // rights = right [| right ...]; right = [word] [^SSL=(optional|force)]; unknown words give nothing.
    private static (Access Access, TlsDemand Tls) ParseRights(string text)
    {
        Access access = Access.None;
        TlsDemand tls = TlsDemand.Default;
        foreach (string right in text.Split('|'))
        {
            int mark = right.IndexOf(TlsMark, StringComparison.Ordinal);
            if (mark >= 0)
            {
                tls |= right[(mark + TlsMark.Length)..] switch
                {
                    "optional" => TlsDemand.Optional,
                    "force" => TlsDemand.Force,
                    _ => TlsDemand.Default,
                };
            }

            access |= (mark < 0 ? right : right[..mark]) switch
            {
                "dashboard" => Access.Dashboard,
                "registry" => Access.Registry,
                "badges" => Access.Badges,
                "management" => Access.Management,
                "streaming" => Access.Streaming,
                "netdata.conf" => Access.NetdataConf,
                _ => Access.None,
            };
        }

        return (access, tls);
    }
}
