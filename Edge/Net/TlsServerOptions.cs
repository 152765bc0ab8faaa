namespace Edge.Net;

/// <summary>Options <c>ssl ...</c> and <c>tls ...</c> of section <c>[web]</c> (spec tls 1.1).</summary>
internal sealed record TlsServerOptions
{
    /// <summary>PEM file.</summary>
    public required string KeyPath { get; init; }

    /// <summary>PEM file: the certificate of the key, then its chain.</summary>
    public required string CertificatePath { get; init; }

    /// <summary>The highest version offered; the lowest is 1.2 whatever this says.</summary>
    public string Version { get; init; } = "1.3";

    /// <summary>Suites of TLS 1.2 by their OpenSSL names; <c>none</c>: the library's choice.</summary>
    public string Ciphers { get; init; } = "none";

    /// <summary>
    /// Ours: PEM file with the authorities of which every client needs a certificate. Empty: nobody is asked.
    /// </summary>
    public string ClientCaFile { get; init; } = "";
}
