using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Edge.Sys;
using Microsoft.Win32.SafeHandles;

namespace Edge.Net;

/// <summary>
/// The authorities that are trusted: a file and a directory of PEM files. Keeps only which file has which
/// subject; certificates are loaded for the time of one handshake. A system's 150 authorities cost 10 KiB in
/// this way instead of the 2 MiB of the runtime's store. Any thread.
/// </summary>
/// <remarks>Issuers are found by the bytes of their name. Authorities write their own name alike everywhere;
/// one that does not is not found, which refuses and never accepts.</remarks>
internal sealed class TlsTrust
{
    private const string LogTag = "TLS";

    private readonly Lock _lock = new();
    private readonly string _file;
    private readonly string _directory;
    private Dictionary<ulong, string[]> _index = [];
    private (DateTime, long, DateTime) _stamp;

    /// <param name="file">PEM file; empty or not there: none.</param>
    /// <param name="directory">Of PEM files; empty or not there: none.</param>
    public TlsTrust(string file, string directory)
    {
        _file = file;
        _directory = directory;
        _stamp = Stamp();
        Build();
    }

    /// <summary>Number of subjects.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _index.Count;
            }
        }
    }

    /// <summary>
    /// Trusted certificates that may have issued these, or are the first itself, up to the roots.
    /// </summary>
    /// <returns>For the caller to dispose.</returns>
    public X509Certificate2Collection Find(X509Certificate2 leaf, X509Certificate2Collection shown)
    {
        var found = new X509Certificate2Collection();
        lock (_lock)
        {
            Refresh();
            Add(leaf.IssuerName.RawData, found);
            foreach (X509Certificate2 one in shown)
            {
                Add(one.IssuerName.RawData, found);
            }

            // What was found may itself have an issuer; the list grows while it is walked.
            for (int i = 0; i < found.Count; i++)
            {
                Add(found[i].IssuerName.RawData, found);
            }
        }

        return found;
    }

    private void Add(byte[] subject, X509Certificate2Collection found)
    {
        Span<byte> scratch = stackalloc byte[Limits.CertificateBytesMax];
        foreach (string path in _index.GetValueOrDefault(KeyOf(subject)) ?? [])
        {
            using NativeBytes? text = Read(path);
            var pem = new TlsPem(text == null ? default : text.GetSpan(), scratch);
            while (found.Count < Limits.TrustFoundMax && pem.Next())
            {
                if (TlsPem.Subject(pem.Current).SequenceEqual(subject))
                {
                    AddNew(pem.Current, found);
                }
            }
        }
    }

    private static void AddNew(ReadOnlySpan<byte> certificate, X509Certificate2Collection found)
    {
        foreach (X509Certificate2 one in found)
        {
            if (one.RawDataMemory.Span.SequenceEqual(certificate))
            {
                return;
            }
        }

        try
        {
            found.Add(X509CertificateLoader.LoadCertificate(certificate));
        }
        catch (CryptographicException)
        {
            // No certificate after all: it can prove nothing.
        }
    }

    /// <summary>New authorities count without a restart.</summary>
    private void Refresh()
    {
        (DateTime, long, DateTime) now = Stamp();
        if (now != _stamp)
        {
            _stamp = now;
            Build();
        }
    }

    private (DateTime File, long Bytes, DateTime Directory) Stamp()
    {
        var file = new FileInfo(_file.Length > 0 ? _file : "/nonexistent");
        DateTime directory = _directory.Length > 0 ? Directory.GetLastWriteTimeUtc(_directory) : default;
        return file.Exists ? (file.LastWriteTimeUtc, file.Length, directory) : (default, 0, directory);
    }

    private void Build()
    {
        var index = new Dictionary<ulong, string[]>();
        var known = new HashSet<ulong>();
        foreach (string path in Files())
        {
            AddTo(index, known, path);
        }

        _index = index;
    }

    private void AddTo(Dictionary<ulong, string[]> index, HashSet<ulong> known, string path)
    {
        using NativeBytes? text = Read(path);
        Span<byte> scratch = stackalloc byte[Limits.CertificateBytesMax];
        var pem = new TlsPem(text == null ? default : text.GetSpan(), scratch);
        while (pem.Next())
        {
            ReadOnlySpan<byte> subject = TlsPem.Subject(pem.Current);
            if (subject.IsEmpty || !known.Add(KeyOf(pem.Current)))
            {
                // A directory has each certificate under two or three names.
                continue;
            }

            ulong key = KeyOf(subject);
            string[] paths = index.GetValueOrDefault(key) ?? [];
            if (Array.IndexOf(paths, path) < 0)
            {
                index[key] = [.. paths, path];
            }
        }
    }

    private string[] Files()
    {
        var files = new List<string>();
        if (File.Exists(_file))
        {
            files.Add(_file);
        }

        try
        {
            foreach (string path in Directory.Exists(_directory) ? Directory.EnumerateFiles(_directory) : [])
            {
                if (files.Count >= Limits.TrustFilesMax)
                {
                    Log.Error(LogTag, $"'{_directory}' has more than {Limits.TrustFilesMax} files; the "
                        + "others are not trusted.");
                    break;
                }

                files.Add(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Error(LogTag, $"cannot read the authorities in '{_directory}': {e.Message}");
        }

        // The bundle with all of them comes last, so that the small files are the ones that are looked into.
        long[] lengths = [.. files.ConvertAll(BytesOf)];
        string[] sorted = [.. files];
        Array.Sort(lengths, sorted);
        return sorted;
    }

    private static long BytesOf(string path)
    {
        // A link has the length of its text: what it leads to is the one that counts.
        try
        {
            using SafeFileHandle file = File.OpenHandle(path);
            return RandomAccess.GetLength(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Null: cannot be read, or is empty.</summary>
    private NativeBytes? Read(string path)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path);
            long bytes = RandomAccess.GetLength(file);
            if (bytes is 0 or > Limits.PemBytesMax)
            {
                return null;
            }

            var text = new NativeBytes("net TLS trust", (int)bytes);
            int read = RandomAccess.Read(file, text.GetSpan(), 0);
            text.GetSpan()[read..].Clear();
            return text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In a directory this may be a link to nowhere.
            if (path == _file)
            {
                Log.Error(LogTag, $"cannot read the authorities in '{path}': {e.Message}");
            }

            return null;
        }
    }

    private static ulong KeyOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BitConverter.ToUInt64(hash);
    }
}
