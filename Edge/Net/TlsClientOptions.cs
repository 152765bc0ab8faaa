namespace Edge.Net;

/// <summary>Options of section <c>[stream]</c> for encrypted destinations (spec tls 1.2).</summary>
internal sealed record TlsClientOptions
{
    /// <summary>Takes any certificate of any parent.</summary>
    public bool SkipsCertificate { get; init; }

    /// <summary>Ours: takes the certificate of any name, as the reference does, and sends no name.</summary>
    public bool SkipsHostName { get; init; }

    /// <summary>Directory of PEM files; empty: none.</summary>
    public string CaPath { get; init; } = "/etc/ssl/certs/";

    /// <summary>PEM file, in addition; one that does not exist is left out.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>Ours: PEM file with what this node shows to parents that ask. Empty: nothing.</summary>
    public string CertificatePath { get; init; } = "";

    /// <summary>Ours: its key.</summary>
    public string KeyPath { get; init; } = "";
}
