using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Edge.Net;

/// <summary>
/// One question and its answer over TLS, for a process that does nothing else, so it may wait.
/// </summary>
internal static class TlsExchange
{
    /// <summary>All bytes up to the end of the connection. Throws <see cref="IOException"/> with what is in
    /// the way.</summary>
    /// <param name="socket">Connected, with its time-outs; stays the caller's.</param>
    /// <param name="host">Name or address, which the certificate has to be for.</param>
    /// <param name="options">As for streams.</param>
    /// <param name="request">To be sent.</param>
    /// <param name="bytesMax">Of the answer.</param>
    public static byte[] Ask(
        Socket socket, string host, TlsClientOptions options, byte[] request, int bytesMax)
    {
        TlsClient client = TlsClient.Load(options, out string problem) ?? throw new IOException(problem);
        SslClientAuthenticationOptions terms = client.Terms(host, out TlsCheck check);
        using var ssl = new SslStream(new NetworkStream(socket, ownsSocket: false));
        try
        {
            ssl.AuthenticateAsClient(terms);
        }
        catch (AuthenticationException e)
        {
            throw new IOException(check.Problem is { } found
                ? $"its certificate is not trusted: {found}. See CAfile, CApath and ssl skip certificate "
                    + "verification in stream.conf."
                : $"no TLS connection: {e.GetBaseException().Message}");
        }

        ssl.Write(request);
        var all = new MemoryStream();
        byte[] buffer = new byte[Limits.TlsRecordBytes];
        for (int bytes; (bytes = ssl.Read(buffer, 0, buffer.Length)) > 0;)
        {
            all.Write(buffer, 0, bytes);
            if (all.Length > bytesMax)
            {
                throw new IOException($"the answer has more than {bytesMax} bytes.");
            }
        }

        return all.ToArray();
    }
}
