using System.Net;
using System.Net.Sockets;

namespace Edge.Net;

/// <summary>
/// Owner of sockets that are bound and do not listen yet: a port below 1024 is bound while the process is
/// still root, and taken by <see cref="Listeners"/> when it is somebody else. What cannot be bound is not
/// told: the listener tries again, and says why.
/// </summary>
internal sealed class HeldPorts : IDisposable
{
    private readonly Dictionary<IPEndPoint, Socket> _held = [];

    /// <summary>Blocks while names are looked up.</summary>
    /// <param name="bindTo">Option <c>bind to</c>.</param>
    /// <param name="defaultPort">Of an item that has none.</param>
    /// <param name="below">Ports from here on need no privilege.</param>
    public static HeldPorts Bind(
        string bindTo, string defaultPort, int below = Limits.PrivilegedPortsBelow)
    {
        var ports = new HeldPorts();
        foreach (BindItem item in BindList.Parse(bindTo, defaultPort))
        {
            if (item.Transport == Transport.Tcp && Places.Port(item.Port) is int port && port < below)
            {
                ports.Bind(item, port);
            }
        }

        return ports;
    }

    public int Count => _held.Count;

    /// <summary>Bound; the caller owns it from now on. Null: there is none for this place.</summary>
    public Socket? Take(EndPoint end) =>
        end is IPEndPoint place && _held.Remove(place, out Socket? socket) ? socket : null;

    public void Dispose()
    {
        foreach (Socket socket in _held.Values)
        {
            socket.Dispose();
        }

        _held.Clear();
    }

    private void Bind(BindItem item, int port)
    {
        try
        {
            foreach (IPAddress address in Places.Addresses(item))
            {
                var end = new IPEndPoint(address, port);
                if (_held.Count < Limits.ListenersMax && !_held.ContainsKey(end)
                    && TryBind(end) is { } socket)
                {
                    _held.Add(end, socket);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // The name cannot be found.
        }
    }

    private static Socket? TryBind(IPEndPoint end)
    {
        Socket? socket = null;
        try
        {
            socket = Open(end);
            socket.Bind(end);
            return socket;
        }
        catch (SocketException)
        {
            socket?.Dispose();
            return null;
        }
    }

    /// <summary>For listening on one place, and not on both families.</summary>
    public static Socket Open(EndPoint end)
    {
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (end.AddressFamily == AddressFamily.InterNetworkV6)
        {
            socket.DualMode = false;
        }

        return socket;
    }
}
