using Edge.Net;

namespace Edge.Boot;

/// <summary>Where a running node may be asked.</summary>
/// <param name="UnixPath">Of a unix socket; null: by TCP.</param>
/// <param name="Address">Name or number.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="IsTls">It takes nothing else.</param>
internal sealed record StatusTarget(string? UnixPath, string Address, int Port, bool IsTls = false)
{
    public override string ToString() =>
        UnixPath != null ? $"unix:{UnixPath}" : $"{(IsTls ? "https" : "http")}://{Address}:{Port}";

    /// <summary>
    /// <c>http[s]://HOST[:PORT][/]</c> or <c>unix:PATH</c>, HOST perhaps in brackets; null: neither.
    /// </summary>
    public static StatusTarget? Parse(string text)
    {
        const string http = "http://";
        const string https = "https://";
        if (text.StartsWith("unix:", StringComparison.Ordinal) && text.Length > 5)
        {
            return new StatusTarget(text[5..], "", 0);
        }

        bool isTls = text.StartsWith(https, StringComparison.Ordinal);
        if (!isTls && !text.StartsWith(http, StringComparison.Ordinal))
        {
            return null;
        }

        (_, string address, _, string port) =
            AddressText.Split(
                text[(isTls ? https : http).Length..].TrimEnd('/'), $"{WebSection.PortStandard}");
        return address.Length > 0 && !address.Contains('/') && int.TryParse(port, out int number)
            && number is >= 1 and <= 65535
            ? new StatusTarget(null, address, number, isTls)
            : null;
    }

    /// <summary>The status socket first: no access list stands before it. Then what the web server listens
    /// on.</summary>
    public static List<StatusTarget> Of(Directories directories, WebSection web)
    {
        var targets = new List<StatusTarget>();
        if (directories.StatusSocket.Length > 0)
        {
            targets.Add(new StatusTarget(directories.StatusSocket, "", 0));
        }

        if (web.Mode == WebMode.None)
        {
            return targets;
        }

        foreach (BindItem item in BindList.Parse(web.BindTo, web.DefaultPort.ToString()))
        {
            if (item.Transport == Transport.Unix)
            {
                targets.Add(new StatusTarget(item.Address, "", 0));
            }
            else if (item.Transport == Transport.Tcp && int.TryParse(item.Port, out int port))
            {
                string address = item.Address.Length > 0 ? item.Address : "127.0.0.1";
                targets.Add(new StatusTarget(null, address, port, item.Tls.HasFlag(TlsDemand.Force)));
            }
        }

        return targets;
    }
}
