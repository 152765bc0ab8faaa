using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// Numbers for names of ports and interfaces, and addresses as logs and access lists show them.
/// </summary>
internal static class Places
{
    private const string ServicesFile = "/etc/services";

    // Lines of /etc/services are short; Debian's file has some 600.
    private const int ServiceLinesMax = 20_000;

    /// <summary>A decimal number or a TCP service of <c>/etc/services</c>; null for neither.</summary>
    public static int? Port(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port))
        {
            return port <= ushort.MaxValue ? port : null;
        }

        return text.Length > 0 ? Service(text) : null;
    }

    /// <summary>Index of a network interface; null when there is none of that name.</summary>
    public static long? Interface(string name)
    {
        if (name.Contains('/') || name.StartsWith('.'))
        {
            return null;
        }

        try
        {
            return long.Parse(
                WholeFile.Text($"/sys/class/net/{name}/ifindex"), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Where an item listens. Throws SocketException or ArgumentException when there is no such
    /// name, and blocks while it is looked up.</summary>
    public static IPAddress[] Addresses(BindItem item)
    {
        if (item.Address.Length == 0)
        {
            // A kernel without IPv6 is no reason to complain about a list that names nothing.
            return Socket.OSSupportsIPv6 ? [IPAddress.IPv6Any, IPAddress.Any] : [IPAddress.Any];
        }

        IPAddress[] addresses = Dns.GetHostAddresses(item.Address);
        foreach (IPAddress address in addresses)
        {
            if (item.Interface.Length > 0 && address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                address.ScopeId = Interface(item.Interface) ?? 0;
            }
        }

        return addresses;
    }

    /// <summary>The other end of a connected socket; null when it is gone already.</summary>
    public static Peer? PeerOf(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint is IPEndPoint end ? PeerOf(end) : new Peer("localhost", "");
        }
        catch (SocketException)
        {
            return null;
        }
    }

    public static Peer PeerOf(IPEndPoint end)
    {
        IPAddress address = end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address;
        bool isLocal = address.Equals(IPAddress.Loopback) || address.Equals(IPAddress.IPv6Loopback);
        string port = end.Port.ToString(CultureInfo.InvariantCulture);
        return new Peer(isLocal ? "localhost" : address.ToString(), port);
    }

    /// <summary>
    /// What an error line of the reference ends with. For the path of a unix socket .NET reports ENOENT as if
    /// an address were not available.
    /// </summary>
    public static string Errno(SocketException e, bool isUnix = false) =>
        isUnix && e.SocketErrorCode == SocketError.AddressNotAvailable
            ? "(errno 2, No such file or directory)"
            : $"(errno {e.NativeErrorCode}, {e.Message})";

    // name port/protocol [alias ...] [# comment]
    private static int? Service(string name)
    {
        try
        {
            int lines = 0;
            foreach (string line in WholeFile.Lines(ServicesFile))
            {
                string[] words =
                    line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                bool isIt = words.Length >= 2 && words[1].EndsWith("/tcp", StringComparison.Ordinal)
                    && Array.IndexOf(words, name) is 0 or > 1;
                if (isIt && int.TryParse(words[1][..^4], out int port))
                {
                    return port;
                }

                if (++lines > ServiceLinesMax)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return null;
    }
}
