using System.Net.Sockets;
using Edge.Sys;

namespace Edge.Net;

/// <summary>A listening unix socket for this machine's operator alone: mode 0600 from its first moment on.
/// Start-up only.</summary>
internal static class PrivateSocket
{
    private const string LogTag = "MAIN";

    /// <summary>Everything but reading and writing by the owner is taken away.</summary>
    private const int OwnerOnly = 0b001_111_111;

    /// <summary>Few ask, one after the other.</summary>
    private const int Backlog = 8;

    /// <summary>Listens. A file of a process that died is taken over; null, and a line in the log: it cannot
    /// be.</summary>
    /// <param name="door">What is behind it.</param>
    /// <param name="path">Of the socket; at most 107 bytes, as the kernel has it.</param>
    /// <param name="access">Rights of whoever connects.</param>
    public static Listener? Open(Door door, string path, Access access)
    {
        Socket? socket = null;
        try
        {
            var end = new UnixDomainSocketEndPoint(path);
            Listeners.RemoveStale(path);
            socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            Bind(socket, end);
            socket.Listen(Backlog);
            var listener = new Listener(door, Item(path, access), socket);
            listener.Start();
            return listener;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException
            or ArgumentException)
        {
            socket?.Dispose();
            Log.Error(LogTag, $"LISTENER: Cannot open the status socket '{path}': {Why(e)} Name another one "
                + "by [global] status socket, or leave it empty to go without.");
            return null;
        }
    }

    private static void Bind(Socket socket, UnixDomainSocketEndPoint end)
    {
        // Changing the mode afterwards would leave a moment in which anybody may connect.
        int before = OwnProcess.SetFileMask(OwnerOnly);
        try
        {
            socket.Bind(end);
        }
        finally
        {
            OwnProcess.SetFileMask(before);
        }
    }

    private static BindItem Item(string path, Access access) => new()
    {
        Text = $"unix:{path}", Transport = Transport.Unix, Address = path, Port = "", Access = access,
    };

    private static string Why(Exception e) => e switch
    {
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            "another process listens on it, or it is a file that is no socket.",
        ArgumentException => "the path is empty or longer than 107 bytes.",
        _ => e.Message,
    };
}
