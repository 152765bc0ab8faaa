using System.Text;

namespace Edge.Text;

/// <summary>Ordinal equality of strings that can also be looked up by their UTF-8 bytes without making a string.</summary>
internal sealed class Utf8Comparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    public static readonly Utf8Comparer Instance = new();

    private const int StackBytesMax = 512;

    private Utf8Comparer()
    {
    }

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    public int GetHashCode(string text)
    {
        int bytesMax = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = bytesMax <= StackBytesMax ? stackalloc byte[StackBytesMax] : new byte[bytesMax];
        return GetHashCode(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    public bool Equals(ReadOnlySpan<byte> bytes, string text)
    {
        if (bytes.Length == text.Length)
        {
            return System.Text.Ascii.IsValid(text)
                ? System.Text.Ascii.Equals(bytes, text)
                : Encoding.UTF8.GetByteCount(text) == bytes.Length && Create(bytes) == text;
        }

        return bytes.Length > text.Length && Create(bytes) == text;
    }

    public int GetHashCode(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    public string Create(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
