using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Edge.Tests.Net;

/// <summary>An authority, one below it, and what they sign, as files in a directory of their own.</summary>
internal sealed class TlsPapers : IDisposable
{
    public static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _below;

    public TlsPapers()
    {
        Folder = Directory.CreateTempSubdirectory("edge-tls-").FullName;
        _root = Sign("Test Root", null, isAuthority: true);
        _below = Sign("Test Intermediate", _root, isAuthority: true);
        CaFile = Write("ca.pem", _root);
        using X509Certificate2 other = Sign("Other Root", null, isAuthority: true);
        OtherCaFile = Write("other.pem", other);
    }

    public string Folder { get; }

    /// <summary>The root.</summary>
    public string CaFile { get; }

    /// <summary>A root that has signed nothing.</summary>
    public string OtherCaFile { get; }

    public string Certificate => Path.Combine(Folder, "cert.pem");

    public string Key => Path.Combine(Folder, "key.pem");

    /// <summary>
    /// Writes a certificate and its key, for 127.0.0.1 and localhost unless said otherwise.
    /// </summary>
    public TlsPapers Issue(
        string name = "parent", bool bySelf = false, bool byIntermediate = false, bool withChain = true,
        int fromDays = -1, int toDays = 30, string? host = null, bool forClients = false, string? stem = null,
        bool rsa = false)
    {
        X509Certificate2? issuer = bySelf ? null : byIntermediate ? _below : _root;
        using X509Certificate2 leaf = Sign(name, issuer, false, fromDays, toDays, host, forClients, rsa);
        string text = leaf.ExportCertificatePem() + "\n";
        if (byIntermediate && withChain)
        {
            text += _below.ExportCertificatePem() + "\n";
        }

        File.WriteAllText(stem == null ? Certificate : Path.Combine(Folder, stem + ".pem"), text);
        File.WriteAllText(
            stem == null ? Key : Path.Combine(Folder, stem + "-key.pem"),
            rsa
                ? leaf.GetRSAPrivateKey()!.ExportRSAPrivateKeyPem()
                : leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return this;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static X509Certificate2 Sign(
        string name, X509Certificate2? issuer, bool isAuthority, int fromDays = -1, int toDays = 30,
        string? host = null, bool forClients = false, bool rsa = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using RSA? other = rsa ? RSA.Create(2048) : null;
        CertificateRequest request = other == null
            ? new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            : new CertificateRequest(
                $"CN={name}", other, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        if (!isAuthority)
        {
            string purpose = forClients ? "1.3.6.1.5.5.7.3.2" : "1.3.6.1.5.5.7.3.1";
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
            var names = new SubjectAlternativeNameBuilder();
            if (host != null)
            {
                names.AddDnsName(host);
            }
            else
            {
                names.AddDnsName("localhost");
                names.AddIpAddress(IPAddress.Loopback);
            }

            request.CertificateExtensions.Add(names.Build());
        }

        DateTimeOffset from = Now.AddDays(isAuthority ? -90 : fromDays);
        DateTimeOffset to = Now.AddDays(isAuthority ? 90 : toDays);
        if (issuer == null)
        {
            return request.CreateSelfSigned(from, to);
        }

        // The authorities are of elliptic curves, whatever they sign.
        using X509Certificate2 bare = request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!), from, to,
            RandomNumberGenerator.GetBytes(8));
        return other == null ? bare.CopyWithPrivateKey(key) : bare.CopyWithPrivateKey(other);
    }

    private string Write(string name, X509Certificate2 certificate)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, certificate.ExportCertificatePem());
        return path;
    }
}
