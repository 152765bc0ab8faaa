using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// Looks at the certificate of one peer: chain, dates, purpose against the trusted authorities; and the name,
/// when it is to be the one that was dialled. Wire thread.
/// </summary>
/// <param name="trust">Null: any certificate is fine, even none.</param>
/// <param name="purpose">Extended key usage that the certificate must allow.</param>
/// <param name="name">To be found in the certificate; empty: any.</param>
internal sealed class TlsCheck(TlsTrust? trust, string purpose, string name)
{
    public const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    public const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    /// <summary>Why it was refused: number and text of OpenSSL's verification (spec tls 4.2). Null: it was
    /// not.</summary>
    public string? Problem { get; private set; }

    /// <summary>For SslStream, which has built a chain without any root.</summary>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (trust == null)
        {
            return true;
        }

        Problem = certificate is X509Certificate2 leaf
            ? Find(leaf, chain?.ChainPolicy.ExtraStore ?? [], errors)
            : "1 and message the peer has shown no certificate";
        return Problem == null;
    }

    /// <summary>A policy that never leaves this machine.</summary>
    public static X509ChainPolicy Policy(string purpose)
    {
        var policy = new X509ChainPolicy
        {
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
            TrustMode = X509ChainTrustMode.CustomRootTrust,
        };
        policy.ApplicationPolicy.Add(new Oid(purpose));
        return policy;
    }

    private string? Find(X509Certificate2 leaf, X509Certificate2Collection shown, SslPolicyErrors errors)
    {
        X509Certificate2Collection known = trust!.Find(leaf, shown);
        using var chain = new X509Chain { ChainPolicy = Policy(purpose) };
        chain.ChainPolicy.CustomTrustStore.AddRange(known);
        chain.ChainPolicy.ExtraStore.AddRange(shown);
        string? problem = chain.Build(leaf) ? null : Explain(chain);
        foreach (X509Certificate2 one in known)
        {
            one.Dispose();
        }

        bool isOther = (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0;
        if (problem == null && name.Length > 0 && isOther)
        {
            return IPAddress.TryParse(name, out _)
                ? $"64 and message IP address mismatch: the certificate is not for '{name}' but for "
                    + $"'{leaf.Subject}'"
                : $"62 and message hostname mismatch: the certificate is not for '{name}' but for "
                    + $"'{leaf.Subject}'";
        }

        return problem;
    }

    /// <summary>The first thing that the operator has to look at.</summary>
    private static string Explain(X509Chain chain)
    {
        X509ChainStatusFlags all = X509ChainStatusFlags.NoError;
        string text = "";
        foreach (X509ChainStatus status in chain.ChainStatus)
        {
            all |= status.Status;
            text = text.Length == 0 ? status.StatusInformation : text;
        }

        return true switch
        {
            true when Has(all, X509ChainStatusFlags.PartialChain) =>
                "20 and message unable to get local issuer certificate",
            true when Has(all, X509ChainStatusFlags.UntrustedRoot) && chain.ChainElements.Count == 1 =>
                "18 and message self signed certificate",
            true when Has(all, X509ChainStatusFlags.UntrustedRoot) =>
                "19 and message self signed certificate in certificate chain",
            true when Has(all, X509ChainStatusFlags.NotTimeValid) => Dates(chain),
            true when Has(all, X509ChainStatusFlags.NotSignatureValid) =>
                "7 and message certificate signature failure",
            true when Has(all, X509ChainStatusFlags.InvalidBasicConstraints) =>
                "24 and message invalid CA certificate",
            true when Has(all, X509ChainStatusFlags.NotValidForUsage) =>
                "26 and message unsupported certificate purpose",
            _ => $"1 and message {text}",
        };
    }

    private static bool Has(X509ChainStatusFlags all, X509ChainStatusFlags flag) => (all & flag) != 0;

    private static string Dates(X509Chain chain)
    {
        DateTime now = DateTime.UnixEpoch.AddMicroseconds(Clock.NowUsec());
        foreach (X509ChainElement element in chain.ChainElements)
        {
            if (element.Certificate.NotBefore.ToUniversalTime() > now)
            {
                return "9 and message certificate is not yet valid: "
                    + $"'{element.Certificate.Subject}' begins at {element.Certificate.NotBefore:u}, look at "
                    + "the clock of this machine";
            }
        }

        return "10 and message certificate has expired";
    }
}
