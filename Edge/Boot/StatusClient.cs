using System.Net;
using System.Net.Sockets;
using System.Text;
using Edge.Net;

namespace Edge.Boot;

/// <summary>
/// Asks a running node one thing by a GET. For a process that does nothing else, so it may wait.
/// </summary>
internal static class StatusClient
{
    private const int PatienceMs = 10_000;

    /// <summary>Ours: three times the largest answer of <c>edge/links</c>.</summary>
    private const int AnswerBytesMax = 16 * 1024 * 1024;

    /// <summary>
    /// The body of an answer with status 200. Throws <see cref="SocketException"/> or <see
    /// cref="IOException"/> with what is in the way.
    /// </summary>
    /// <param name="target">Where.</param>
    /// <param name="path">What.</param>
    /// <param name="tls">For targets that take nothing else.</param>
    public static byte[] Get(StatusTarget target, string path, TlsClientOptions? tls = null)
    {
        using Socket socket = Connect(target);
        socket.SendTimeout = PatienceMs;
        socket.ReceiveTimeout = PatienceMs;
        byte[] request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        if (target.IsTls)
        {
            return BodyOf(TlsExchange.Ask(
                socket, target.Address, tls ?? new TlsClientOptions(), request, AnswerBytesMax));
        }

        for (int sent = 0; sent < request.Length;)
        {
            sent += socket.Send(request, sent, request.Length - sent, SocketFlags.None);
        }

        return BodyOf(ReadAll(socket));
    }

    /// <summary>
    /// What an answer holds; an incomplete or refusing one throws <see cref="IOException"/>.
    /// </summary>
    internal static byte[] BodyOf(ReadOnlySpan<byte> answer)
    {
        int end = answer.IndexOf("\r\n\r\n"u8);
        if (!answer.StartsWith("HTTP/1."u8) || end < 0)
        {
            throw new IOException("what answers there does not speak HTTP.");
        }

        string[] head = Encoding.ASCII.GetString(answer[..end]).Split("\r\n");
        ReadOnlySpan<byte> body = answer[(end + 4)..];
        string status = head[0].Length > 9 ? head[0][9..] : "";
        if (!status.StartsWith("200", StringComparison.Ordinal))
        {
            string why = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 200)]).Trim();
            throw new IOException($"it answers {status}: {why}");
        }

        const string length = "content-length: ";
        string? said = Array.Find(head, line => line.StartsWith(length, StringComparison.OrdinalIgnoreCase));
        if (said != null && int.TryParse(said[length.Length..], out int bytes) && bytes != body.Length)
        {
            throw new IOException($"only {body.Length} of {bytes} bytes came.");
        }

        return body.ToArray();
    }

    private static Socket Connect(StatusTarget target)
    {
        if (target.UnixPath != null)
        {
            var local = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            return Connected(local, new UnixDomainSocketEndPoint(target.UnixPath));
        }

        SocketException? last = null;
        foreach (IPAddress address in Dns.GetHostAddresses(target.Address))
        {
            try
            {
                var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                return Connected(socket, new IPEndPoint(address, target.Port));
            }
            catch (SocketException e)
            {
                last = e;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>A host that says nothing is not waited for as long as the kernel would.</summary>
    private static Socket Connected(Socket socket, EndPoint end)
    {
        try
        {
            socket.Blocking = false;
            try
            {
                socket.Connect(end);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock
                or SocketError.InProgress)
            {
                if (!socket.Poll(PatienceMs * 1000, SelectMode.SelectWrite))
                {
                    throw new SocketException((int)SocketError.TimedOut);
                }

                int error = (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
                if (error != 0)
                {
                    throw new SocketException(error);
                }
            }

            socket.Blocking = true;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static byte[] ReadAll(Socket socket)
    {
        var all = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        for (int bytes; (bytes = socket.Receive(buffer)) > 0;)
        {
            all.Write(buffer, 0, bytes);
            if (all.Length > AnswerBytesMax)
            {
                throw new IOException($"the answer has more than {AnswerBytesMax} bytes.");
            }
        }

        return all.ToArray();
    }
}
