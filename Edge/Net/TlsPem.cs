using System.Security.Cryptography;
using System.Text;

namespace Edge.Net;

/// <summary>The certificates of a PEM file, one after the other, in their binary form.</summary>
internal ref struct TlsPem
{
    private const string Label = "CERTIFICATE";
    private ReadOnlySpan<char> _rest;

    public TlsPem(ReadOnlySpan<char> text) => _rest = text;

    public byte[] Current { get; private set; } = [];

    /// <summary>Reads a file; throws IOException or UnauthorizedAccessException, also when it is too
    /// large.</summary>
    public static string Load(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists && file.Length > Limits.PemBytesMax)
        {
            throw new IOException($"'{path}' is larger than {Limits.PemBytesMax} bytes");
        }

        return File.ReadAllText(path, Encoding.Latin1);
    }

    /// <summary>What is no certificate is skipped.</summary>
    public bool Next()
    {
        while (PemEncoding.TryFind(_rest, out PemFields fields))
        {
            bool isIt = _rest[fields.Label].SequenceEqual(Label);
            byte[] bytes = new byte[isIt ? fields.DecodedDataLength : 0];
            bool isRead = isIt && Convert.TryFromBase64Chars(_rest[fields.Base64Data], bytes, out _);
            _rest = _rest[fields.Location.End..];
            if (isRead)
            {
                Current = bytes;
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The subject's name as it is encoded, by skipping what stands before it (RFC 5280, 4.1); empty for what
    /// is no certificate.
    /// </summary>
    public static ReadOnlySpan<byte> Subject(ReadOnlySpan<byte> certificate)
    {
        // Certificate ::= SEQUENCE { TBSCertificate ::= SEQUENCE { [0] version OPTIONAL, serialNumber,
        // signature, issuer, validity, subject ...
        if (!Enter(ref certificate) || !Enter(ref certificate))
        {
            return default;
        }

        int before = !certificate.IsEmpty && certificate[0] == 0xa0 ? 5 : 4;
        for (int i = 0; i < before; i++)
        {
            int bytes = Size(certificate, out _);
            if (bytes < 0)
            {
                return default;
            }

            certificate = certificate[bytes..];
        }

        int subject = Size(certificate, out _);
        return subject < 0 ? default : certificate[..subject];
    }

    private static bool Enter(ref ReadOnlySpan<byte> bytes)
    {
        int size = Size(bytes, out int head);
        bytes = size < 0 ? default : bytes[head..size];
        return size >= 0;
    }

    /// <summary>Bytes of the element at the front, its head included; negative: there is none.</summary>
    private static int Size(ReadOnlySpan<byte> bytes, out int head)
    {
        head = 2;
        if (bytes.Length < 2)
        {
            return -1;
        }

        long length = bytes[1];
        if (length >= 0x80)
        {
            int count = (int)length & 0x7f;
            head += count;
            if (count is 0 or > 3 || bytes.Length < head)
            {
                return -1;
            }

            length = 0;
            foreach (byte digit in bytes.Slice(2, count))
            {
                length = (length << 8) | digit;
            }
        }

        return head + length <= bytes.Length ? (int)(head + length) : -1;
    }
}
