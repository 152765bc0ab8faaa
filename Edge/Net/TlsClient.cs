using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// Encrypts dialled connections, TLS 1.2 or later (spec tls 4). One for the process; any thread.
/// </summary>
internal sealed class TlsClient : ITlsDial
{
    private const string LogTag = "MAIN";

    private readonly TlsClientOptions _options;
    private readonly TlsTrust? _trust;
    private readonly SslStreamCertificateContext? _own;

    private TlsClient(TlsClientOptions options, SslStreamCertificateContext? own)
    {
        _options = options;
        _own = own;
        _trust = options.SkipsCertificate ? null : new TlsTrust(options.CaFile, options.CaPath);
    }

    /// <summary>Null: TLS cannot be used here, and the problem says why.</summary>
    public static TlsClient? Load(TlsClientOptions options, out string problem)
    {
        if (TlsLibrary.Prepare() is { } missing)
        {
            problem = missing;
            return null;
        }

        SslStreamCertificateContext? own = null;
        problem = "";
        if (options.CertificatePath.Length > 0)
        {
            own = TlsKeys.Load(options.CertificatePath, options.KeyPath, out problem);
            if (own == null)
            {
                return null;
            }
        }

        var client = new TlsClient(options, own);
        if (options.SkipsCertificate)
        {
            Log.Info(LogTag, "Netdata is configured to accept invalid SSL certificate.");
        }
        else if (client._trust!.Count == 0)
        {
            Log.Error(LogTag, $"there is no certificate of an authority in '{options.CaFile}' and "
                + $"'{options.CaPath}', so no parent can be trusted. See CAfile and CApath in stream.conf.");
        }

        return client;
    }

    public ISession Connect(
        IConnection plain, string host, int timeoutSec, Func<IConnection, ISession> newSession,
        Action<string[], bool> failed)
    {
        SslClientAuthenticationOptions terms = Terms(host, out TlsCheck check);
        return TlsConnection.Connect(terms, check, plain, timeoutSec, newSession, failed);
    }

    /// <summary>For one connection.</summary>
    /// <param name="host">That was dialled.</param>
    /// <param name="check">Says afterwards what was wrong with the certificate.</param>
    public SslClientAuthenticationOptions Terms(string host, out TlsCheck check)
    {
        // A scope is of this machine alone.
        string name = _options.SkipsHostName || _options.SkipsCertificate ? "" : host;
        if (IPAddress.TryParse(name, out IPAddress? address) && address.ToString().Contains('%'))
        {
            name = name[..name.IndexOf('%')];
        }

        check = new TlsCheck(_trust, TlsCheck.ServerPurpose, name);
        return new SslClientAuthenticationOptions
        {
            TargetHost = name,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = TlsCheck.Policy(TlsCheck.ServerPurpose),
            RemoteCertificateValidationCallback = check.Accepts,
            ClientCertificateContext = _own,
            AllowRenegotiation = false,
            AllowTlsResume = false,
        };
    }
}
