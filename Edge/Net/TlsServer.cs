using System.Net.Security;
using System.Security.Authentication;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// Encrypts accepted connections, TLS 1.2 or later (spec tls 3). One for the process. Key and certificate are
/// read again when their files have changed, which is looked at once a second when somebody comes in; who is
/// connected keeps what he has. Any thread.
/// </summary>
internal sealed class TlsServer : ITlsDoor
{
    private const string LogTag = "MAIN";

    private readonly Lock _lock = new();
    private readonly TlsServerOptions _options;
    private readonly SslProtocols _versions;
    private readonly CipherSuitesPolicy? _suites;
    private readonly TlsTrust? _clients;
    private readonly Throttle _failures = new(1);
    private SslStreamCertificateContext _own;
    private SslServerAuthenticationOptions _shared;

    // Under the lock.
    private string _stamp;
    private long _lookedUsec;

    private TlsServer(TlsServerOptions options, SslStreamCertificateContext own, string stamp)
    {
        _options = options;
        _stamp = stamp;
        _versions = TlsCiphers.Versions(options.Version);
        _suites = TlsCiphers.Policy(options.Ciphers);
        _clients = options.ClientCaFile.Length > 0 ? new TlsTrust(options.ClientCaFile, "") : null;
        if (_clients is { Count: 0 })
        {
            Log.Error(LogTag, $"there is no certificate of an authority in '{options.ClientCaFile}', so "
                + "nobody can come in. See 'ssl client CA file' in [web].");
        }

        _own = own;
        _shared = Make(null);
    }

    /// <summary>Null: not asked for, or not possible, and the log says which (spec tls 1.1).</summary>
    public static TlsServer? Load(TlsServerOptions options)
    {
        if (!File.Exists(options.KeyPath) || !File.Exists(options.CertificatePath))
        {
            Log.Info(LogTag,
                "To use encryption it is necessary to set \"ssl certificate\" and \"ssl key\" in [web] !");
            return null;
        }

        if (TlsLibrary.Prepare() is { } missing)
        {
            Log.Error(LogTag,
                $"Cannot create a new SSL context, netdata won't encrypt communication: {missing}");
            return null;
        }

        string stamp = Stamp(options);
        SslStreamCertificateContext? own =
            TlsKeys.Load(options.CertificatePath, options.KeyPath, out string problem);
        if (own == null)
        {
            Log.Error(LogTag, $"SSL cannot check the private key: {problem}");
            return null;
        }

        var server = new TlsServer(options, own, stamp);
        server.NoteDates();
        return server;
    }

    public ISession Accept(IConnection plain, TlsDemand demand, Func<IConnection, ISession> newSession)
    {
        Look(plain.LastReceivedUsec);

        // Who has to show a certificate cannot do so in the clear.
        TlsDemand real = _clients != null ? TlsDemand.Force : demand;
        return TlsConnection.Accept(this, plain, real, newSession);
    }

    /// <summary>Reads key and certificate again, whether they have changed or not.</summary>
    public void Reload()
    {
        lock (_lock)
        {
            _stamp = Stamp(_options);
            Read();
        }
    }

    /// <summary>For one handshake.</summary>
    /// <param name="check">Of the client's certificate, when there has to be one.</param>
    public SslServerAuthenticationOptions Current(out TlsCheck? check)
    {
        check = _clients == null ? null : new TlsCheck(_clients, TlsCheck.ClientPurpose, "");
        return check == null ? Volatile.Read(ref _shared) : Make(check);
    }

    public void HandshakeFailed(Peer peer, string problem, long nowUsec)
    {
        lock (_lock)
        {
            if (_failures.Allows(nowUsec, out long suppressed))
            {
                Log.Info("WEB_SERVER[static1]",
                    $"SSL Handshake error ({problem}) on socket of {peer}{Throttle.Note(suppressed)}");
            }
        }
    }

    private SslServerAuthenticationOptions Make(TlsCheck? check)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Volatile.Read(ref _own),
            EnabledSslProtocols = _versions,
            CipherSuitesPolicy = _suites,
            ClientCertificateRequired = check != null,
            CertificateChainPolicy = TlsCheck.Policy(TlsCheck.ClientPurpose),
            AllowRenegotiation = false,

            // Tickets would be bytes behind the answer to a stream, where children expect none (spec tls
            // 4.3).
            AllowTlsResume = false,
        };
        if (check != null)
        {
            options.RemoteCertificateValidationCallback = check.Accepts;
        }

        return options;
    }

    private void Look(long nowUsec)
    {
        lock (_lock)
        {
            long sinceUsec = nowUsec - _lookedUsec;
            if (sinceUsec is >= 0 and < Clock.UsecPerSecond)
            {
                return;
            }

            _lookedUsec = nowUsec;
            string stamp = Stamp(_options);
            if (stamp != _stamp)
            {
                _stamp = stamp;
                Read();
            }
        }
    }

    /// <summary>Keeps the old pair when the new one is no good. Under the lock.</summary>
    private void Read()
    {
        SslStreamCertificateContext? own =
            TlsKeys.Load(_options.CertificatePath, _options.KeyPath, out string problem);
        if (own == null)
        {
            Log.Error(LogTag, $"SSL cannot check the private key: {problem}. The certificate that was "
                + "loaded before stays in use.");
            return;
        }

        Volatile.Write(ref _own, own);
        Volatile.Write(ref _shared, Make(null));
        Log.Info(LogTag, $"the certificate '{own.TargetCertificate.Subject}' was read again, it is valid "
            + $"until {own.TargetCertificate.NotAfter.ToUniversalTime():u}.");
        NoteDates();
    }

    private void NoteDates()
    {
        DateTime now = DateTime.UnixEpoch.AddMicroseconds(Clock.NowUsec());
        if (_own.TargetCertificate.NotAfter.ToUniversalTime() < now)
        {
            Log.Error(LogTag, $"the certificate in '{_options.CertificatePath}' has expired at "
                + $"{_own.TargetCertificate.NotAfter.ToUniversalTime():u}; children that verify it refuse "
                + "it.");
        }
    }

    /// <summary>Changes whenever one of the files does, or what a link leads to.</summary>
    private static string Stamp(TlsServerOptions options) =>
        StampOf(options.CertificatePath) + StampOf(options.KeyPath);

    private static string StampOf(string path)
    {
        try
        {
            string real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            var file = new FileInfo(real);
            return file.Exists ? $"{real} {file.LastWriteTimeUtc.Ticks} {file.Length};" : "-;";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "-;";
        }
    }
}
