using System.Net;
using System.Net.Sockets;
using Edge.Sys;

namespace Edge.Net;

/// <summary>Owner of the listening sockets of one <c>bind to</c> list.</summary>
internal sealed class Listeners
{
    private const string LogTag = "MAIN";

    private readonly HeldPorts? _held;
    private readonly List<Listener> _all = [];
    private int _failures;

    private Listeners(HeldPorts? held) => _held = held;

    public IReadOnlyList<Listener> All => _all;

    /// <summary>
    /// Opens what can be opened, and logs what cannot and why; the others stay. Blocks while names are looked
    /// up, so it is for the start of the process.
    /// </summary>
    /// <param name="door">What is behind them.</param>
    /// <param name="bindTo">Option <c>bind to</c>.</param>
    /// <param name="held">What was bound before; what is wanted is taken out of it.</param>
    public static Listeners Open(Door door, string bindTo, HeldPorts? held = null)
    {
        var listeners = new Listeners(held);
        foreach (BindItem item in BindList.Parse(bindTo, door.Home.Options.DefaultPort))
        {
            listeners.Open(door, item);
        }

        if (listeners._failures > 0)
        {
            foreach (Listener listener in listeners._all)
            {
                Log.Info(LogTag, $"LISTENER: Listen socket {listener.Item.Text} opened successfully.");
            }
        }

        foreach (Listener listener in listeners._all)
        {
            listener.Start();
        }

        return listeners;
    }

    /// <summary>Accepts nobody any more; connections stay.</summary>
    public void Stop()
    {
        foreach (Listener listener in _all)
        {
            listener.Stop();
        }

        _all.Clear();
    }

    private void Open(Door door, BindItem item)
    {
        if (item.Transport == Transport.Udp)
        {
            Fail($"LISTENER: '{item.Text}' is UDP, which the web server does not speak; "
                + "use 'tcp:' or leave it out");
        }
        else if (item.Tls.HasFlag(TlsDemand.Force) && door.Tls == null)
        {
            Fail(
                $"LISTENER: '{item.Text}' asks for TLS by '^SSL=force', but no certificate is loaded; "
                + "the socket stays closed. Give 'ssl key' and 'ssl certificate', or take '^SSL=force' away");
        }
        else if (item.Transport == Transport.Unix)
        {
            Listen(door, item, new UnixDomainSocketEndPoint(item.Address), item.Address, 0);
        }
        else if (Places.Port(item.Port) is not int port)
        {
            Fail($"LISTENER: getaddrinfo('{item.Address}', '{item.Port}'): "
                + "Servname not supported for ai_socktype");
        }
        else
        {
            foreach (IPAddress address in Addresses(item))
            {
                Listen(door, item, new IPEndPoint(address, port), address.ToString(), port);
            }
        }
    }

    private IPAddress[] Addresses(BindItem item)
    {
        try
        {
            IPAddress[] addresses = Places.Addresses(item);
            bool hasV6 = Array.Exists(
                addresses, static address => address.AddressFamily == AddressFamily.InterNetworkV6);
            if (item.Interface.Length > 0 && hasV6 && Places.Interface(item.Interface) == null)
            {
                Log.Error(
                    LogTag,
                    $"Cannot find a network interface named '{item.Interface}'. "
                    + "Continuing with limiting the network interface");
            }

            return addresses;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            Fail($"LISTENER: getaddrinfo('{item.Address}', '{item.Port}'): {e.Message}");
            return [];
        }
    }

    private void Listen(Door door, BindItem item, EndPoint end, string ip, int port)
    {
        if (_all.Count >= Limits.ListenersMax)
        {
            Fail($"LISTENER: Cannot listen on more than {Limits.ListenersMax} sockets; "
                + $"'{item.Text}' is left out");
            return;
        }

        bool isUnix = item.Transport == Transport.Unix;
        Socket? socket = null;
        try
        {
            socket = _held?.Take(end);
            if (isUnix)
            {
                socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                RemoveStale(item.Address);
            }

            if (socket == null)
            {
                socket = HeldPorts.Open(end);
            }

            if (!socket.IsBound)
            {
                socket.Bind(end);
            }

            socket.Listen(door.Home.Options.Backlog);
            if (isUnix && !OperatingSystem.IsWindows())
            {
                // Who may connect is a question for the access lists, as it is for loopback.
                File.SetUnixFileMode(item.Address, (UnixFileMode)0b110_110_110);
            }

            _all.Add(new Listener(door, item, socket));
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            Fail($"LISTENER: Cannot bind to ip '{ip}', port {port}{Why(e, port)} {Places.Errno(e, isUnix)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            socket?.Dispose();
            Fail($"LISTENER: Cannot bind to '{item.Text}': {e.Message}");
        }
    }

    private static string Why(SocketException e, int port) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse when port > 0 =>
            $", it is held by {PortHolder.Find(port) ?? "another process"}",
        SocketError.AccessDenied when port is > 0 and < 1024 =>
            ", which only root or CAP_NET_BIND_SERVICE may open",
        _ => "",
    };

    /// <summary>A socket file that nobody listens on is left over from a process that died.</summary>
    internal static void RemoveStale(string path)
    {
        if (!FileKind.IsSocket(path))
        {
            return;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
        catch (SocketException)
        {
            // Something else: binding will say what.
        }
    }

    private void Fail(string text)
    {
        _failures++;
        Log.Error(LogTag, text);
    }
}
