using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Edge.Sys;

namespace Edge.Net;

/// <summary>Reads a key and the certificates that go with it.</summary>
internal static class TlsKeys
{
    /// <summary>Null: it cannot be used, and the problem says why and what to do.</summary>
    /// <param name="certificatePath">PEM file: the certificate of the key, then its chain.</param>
    /// <param name="keyPath">PEM file.</param>
    /// <param name="problem">For the log.</param>
    public static SslStreamCertificateContext? Load(
        string certificatePath, string keyPath, out string problem)
    {
        problem = "";
        string path = certificatePath;
        try
        {
            string certificates = Read(certificatePath);
            path = keyPath;
            string key = Read(keyPath);
            X509Certificate2 leaf = X509Certificate2.CreateFromPem(certificates, key);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificates);
            chain.RemoveAt(0);
            return SslStreamCertificateContext.Create(leaf, chain, offline: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"cannot read '{path}': {e.Message}";
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException
            or NotSupportedException)
        {
            problem = $"'{certificatePath}' and '{keyPath}' do not belong together or are no PEM files: "
                + e.GetBaseException().Message;
        }

        return null;
    }

    private static string Read(string path) =>
        Encoding.Latin1.GetString(WholeFile.Read(path, Limits.PemBytesMax));
}
