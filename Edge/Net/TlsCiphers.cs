using System.Net.Security;
using System.Security.Authentication;
using Edge.Sys;

namespace Edge.Net;

/// <summary>Options <c>tls version</c> and <c>tls ciphers</c> as the runtime wants them (spec tls
/// 1.1).</summary>
internal static class TlsCiphers
{
    private const string LogTag = "MAIN";

    /// <summary>Those of TLS 1.3, which cannot be chosen.</summary>
    private static readonly TlsCipherSuite[] Modern =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
    ];

    /// <summary>The lowest version is 1.2, whatever is asked for.</summary>
    public static SslProtocols Versions(string highest)
    {
        switch (highest)
        {
            case "1" or "1.0" or "1.1":
                Log.Error(LogTag, $"'tls version = {highest}' of [web] is not safe any more; 1.2 is used.");
                return SslProtocols.Tls12;
            case "1.2":
                return SslProtocols.Tls12;
            default:
                return SslProtocols.Tls12 | SslProtocols.Tls13;
        }
    }

    /// <summary>Null: the library's own choice.</summary>
    /// <param name="list">OpenSSL names of suites, separated by colons, commas or blanks.</param>
    public static CipherSuitesPolicy? Policy(string list)
    {
        if (list is "none" or "")
        {
            return null;
        }

        var suites = new List<TlsCipherSuite>(Modern);
        foreach (string name in list.Split([':', ',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Find(name) is TlsCipherSuite suite)
            {
                suites.Add(suite);
            }
            else
            {
                Log.Error(LogTag, $"'{name}' in 'tls ciphers' of [web] is not the name of a suite of TLS "
                    + "1.2 and is left out; groups such as HIGH are not understood.");
            }
        }

        if (suites.Count == Modern.Length)
        {
            Log.Error(LogTag, "SSL error. cannot set the cipher list");
            return null;
        }

        return OperatingSystem.IsLinux() ? new CipherSuitesPolicy(suites) : null;
    }

    private static TlsCipherSuite? Find(string name) => name switch
    {
        "ECDHE-ECDSA-AES256-GCM-SHA384" => TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        "ECDHE-RSA-AES256-GCM-SHA384" => TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        "DHE-RSA-AES256-GCM-SHA384" => TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384,
        "ECDHE-ECDSA-CHACHA20-POLY1305" => TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        "ECDHE-RSA-CHACHA20-POLY1305" => TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        "DHE-RSA-CHACHA20-POLY1305" => TlsCipherSuite.TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        "ECDHE-ECDSA-AES128-GCM-SHA256" => TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        "ECDHE-RSA-AES128-GCM-SHA256" => TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        "DHE-RSA-AES128-GCM-SHA256" => TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
        "ECDHE-ECDSA-AES256-SHA384" => TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
        "ECDHE-RSA-AES256-SHA384" => TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
        "ECDHE-ECDSA-AES128-SHA256" => TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
        "ECDHE-RSA-AES128-SHA256" => TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        "AES256-GCM-SHA384" => TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384,
        "AES128-GCM-SHA256" => TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        "AES256-SHA256" => TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256,
        "AES128-SHA256" => TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256,
        _ => null,
    };
}
