using System.Text;
using System.Text.Unicode;

namespace Edge.Text;

/// <summary>Ordinal equality of strings that can also be looked up by their UTF-8 bytes without making a
/// string.</summary>
internal sealed class Utf8Comparer
    : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
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
        // No character takes less than a byte, and an invalid byte is one character.
        if (bytes.Length < text.Length)
        {
            return false;
        }

        if (bytes.Length == text.Length && Ascii.Equals(bytes, text))
        {
            return true;
        }

        if (Ascii.IsValid(bytes))
        {
            return false;
        }

        Span<char> chars = bytes.Length <= StackBytesMax
            ? stackalloc char[StackBytesMax]
            : new char[bytes.Length];
        return chars[..Encoding.UTF8.GetChars(bytes, chars)].SequenceEqual(text);
    }

    public int GetHashCode(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            return GetHashCode(Create(bytes));
        }

        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    /// <summary>What is no UTF-8 becomes U+FFFD, here as in the look-ups, so that it is found by the bytes it
    /// came from.</summary>
    public string Create(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
