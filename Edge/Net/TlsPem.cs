using System.Buffers;
using System.Buffers.Text;

namespace Edge.Net;

/// <summary>
/// The certificates of a PEM file, one after the other, in their binary form. Nothing is allocated: the
/// bundles of a system are large, and would stay in the heap.
/// </summary>
/// <param name="text">The file.</param>
/// <param name="scratch">For one certificate; a larger one is skipped.</param>
internal ref struct TlsPem(ReadOnlySpan<byte> text, Span<byte> scratch)
{
    private readonly Span<byte> _scratch = scratch;
    private ReadOnlySpan<byte> _rest = text;
    private int _count;

    /// <summary>Valid until the next one.</summary>
    public readonly ReadOnlySpan<byte> Current => _scratch[.._count];

    /// <summary>Text before, between and behind certificates is skipped, as are other blocks.</summary>
    public bool Next()
    {
        while (true)
        {
            ReadOnlySpan<byte> begin = "-----BEGIN CERTIFICATE-----"u8;
            int start = _rest.IndexOf(begin);
            if (start < 0)
            {
                return false;
            }

            _rest = _rest[(start + begin.Length)..];
            int end = _rest.IndexOf("-----END CERTIFICATE-----"u8);
            if (end < 0)
            {
                return false;
            }

            OperationStatus status = Base64.DecodeFromUtf8(_rest[..end], _scratch, out _, out _count);
            _rest = _rest[end..];
            if (status == OperationStatus.Done)
            {
                return true;
            }
        }
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
