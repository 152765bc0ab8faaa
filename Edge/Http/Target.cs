using System.Text;
using System.Text.Unicode;

namespace Edge.Http;

/// <summary>Decodes what stands between the method and <c> HTTP/</c> (spec streaming 3).</summary>
internal static class Target
{
    /// <summary>
    /// <c>+</c> is a space; <c>%xx</c> is printable ASCII or a part of a UTF-8 character that is escaped
    /// whole; all together is UTF-8. Cut after <see cref="Limits.TargetBytesMax"/> bytes, never within a
    /// character.
    /// </summary>
    /// <returns>Null: cannot be decoded.</returns>
    public static string? Decode(ReadOnlySpan<byte> text)
    {
        Span<byte> decoded = stackalloc byte[Math.Min(text.Length, Limits.TargetBytesMax)];
        int count = 0;
        int at = 0;
        while (at < text.Length && count < decoded.Length)
        {
            if (text[at] != '%')
            {
                decoded[count++] = text[at] == '+' ? (byte)' ' : text[at];
                at++;
                continue;
            }

            int used = Unescape(text[at..], decoded[count..], out int made);
            if (used == 0)
            {
                return null;
            }

            at += used;
            count += made;
        }

        // Only the cut may leave half a character at the end; anything else that is no UTF-8 is refused.
        int whole = at < text.Length ? WithoutHalfCharacter(decoded[..count]) : count;
        return Utf8.IsValid(decoded[..whole]) ? Encoding.UTF8.GetString(decoded[..whole]) : null;
    }

    /// <summary>
    /// One escaped character at the front; 0 when there is none. Nothing is made when it does not fit.
    /// </summary>
    private static int Unescape(ReadOnlySpan<byte> text, Span<byte> decoded, out int made)
    {
        made = 0;
        if (!TryHex(text, out byte first))
        {
            return 0;
        }

        int bytes = first switch
        {
            >= 0x20 and < 0x7f => 1,
            >= 0xc2 and < 0xe0 => 2,
            >= 0xe0 and < 0xf0 => 3,
            >= 0xf0 and < 0xf5 => 4,
            _ => 0,
        };
        Span<byte> character = stackalloc byte[4];
        for (int i = 0; i < bytes; i++)
        {
            if (text.Length < (i + 1) * 3 || !TryHex(text[(i * 3)..], out character[i]))
            {
                return 0;
            }
        }

        if (bytes == 0 || !Utf8.IsValid(character[..bytes]))
        {
            return 0;
        }

        made = bytes <= decoded.Length ? bytes : decoded.Length;
        character[..made].CopyTo(decoded);
        return bytes * 3;
    }

    private static bool TryHex(ReadOnlySpan<byte> text, out byte value)
    {
        int high = text.Length < 3 || text[0] != '%' ? -1 : Digit(text[1]);
        int low = high < 0 ? -1 : Digit(text[2]);
        value = low < 0 ? (byte)0 : (byte)((high << 4) | low);
        return low >= 0;
    }

    private static int Digit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };

    private static int WithoutHalfCharacter(ReadOnlySpan<byte> text)
    {
        // A character has four bytes at most, so its start is among the last four.
        for (int back = 1; back <= Math.Min(4, text.Length); back++)
        {
            byte b = text[^back];
            if ((b & 0xc0) != 0x80)
            {
                int bytes = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1;
                return bytes > back ? text.Length - back : text.Length;
            }
        }

        return text.Length;
    }
}
