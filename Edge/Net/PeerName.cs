using System.Net;
using System.Net.Sockets;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// The name of a client for access lists: its reverse name, if that leads back to its address. Blocks.
/// </summary>
internal static class PeerName
{
    public const string Unknown = "UNKNOWN";

    private const string LogTag = "WEB_SERVER";

    /// <param name="ip">Numeric, or <c>localhost</c>.</param>
    public static string Find(string ip)
    {
        if (!IPAddress.TryParse(ip, out IPAddress? address))
        {
            return ip;
        }

        string name;
        try
        {
            name = Dns.GetHostEntry(address).HostName;
        }
        catch (SocketException e)
        {
            Log.Error(
                LogTag,
                $"Incoming connection on '{ip}' does not match a numeric pattern, "
                + $"and host could not be resolved (err={e.Message})");
            return Unknown;
        }

        try
        {
            if (Array.Exists(Dns.GetHostAddresses(name), a => Same(a, address)))
            {
                return name;
            }

            Log.Error(LogTag, $"LISTENER: Cannot validate '{name}' as ip of '{ip}', not listed in DNS");
        }
        catch (SocketException)
        {
            Log.Error(LogTag, $"LISTENER: cannot validate hostname '{name}' from '{ip}' by resolving it");
        }

        return Unknown;
    }

    private static bool Same(IPAddress one, IPAddress other) =>
        one.Equals(other) || (one.IsIPv4MappedToIPv6 && one.MapToIPv4().Equals(other));
}
