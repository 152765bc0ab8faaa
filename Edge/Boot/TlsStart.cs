using Edge.Net;

namespace Edge.Boot;

/// <summary>
/// The configuration as TLS for both directions. Nothing of it is loaded unless something here asks.
/// </summary>
internal static class TlsStart
{
    /// <summary>Null: the ports are plain.</summary>
    public static TlsServer? Server(WebSection web)
    {
        if (web.TlsKey.Length == 0 || web.TlsCertificate.Length == 0)
        {
            return null;
        }

        return TlsServer.Load(new TlsServerOptions
        {
            KeyPath = web.TlsKey,
            CertificatePath = web.TlsCertificate,
            Version = web.TlsVersion,
            Ciphers = web.TlsCiphers,
            ClientCaFile = web.TlsClientCaFile,
        });
    }

    public static TlsClientOptions Client(SenderSection sender) => new()
    {
        SkipsCertificate = sender.SkipsCertificateCheck,
        SkipsHostName = sender.SkipsHostNameCheck,
        CaPath = sender.CaPath,
        CaFile = sender.CaFile,
        CertificatePath = sender.ClientCertificate,
        KeyPath = sender.ClientKey,
    };
}
