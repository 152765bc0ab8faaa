using System.Buffers;
using System.Text;
using Edge.Text;

namespace Edge.Stream;

/// <summary>
/// Strings as words of the line grammar (spec streaming 12.2). The reference writes ids without any escaping;
/// here what would break the line is replaced, so that one odd name costs no connection. Nothing allocates.
/// </summary>
internal static class WireText
{
    /// <summary>Separators, quotes and the escape of the grammar, and what <see cref="Clean"/>
    /// replaces.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create(" \t\r\n=\"'\\\0");

    /// <summary>Between double quotes.</summary>
    /// <param name="writer">Gets the word.</param>
    /// <param name="text">Any.</param>
    /// <param name="bytesMax">Most bytes between the quotes; more are cut, never within a character.</param>
    public static ByteWriter AddQuoted(this ByteWriter writer, string text, int bytesMax = int.MaxValue)
    {
        writer.Add((byte)'"');
        Span<byte> target = writer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        int count = Cut(target, Encoding.UTF8.GetBytes(text, target), bytesMax);
        Clean(target[..count]);
        writer.Advance(count);
        return writer.Add((byte)'"');
    }

    /// <summary>As it is where that is one word already, else between double quotes.</summary>
    public static ByteWriter AddWord(this ByteWriter writer, string text, int bytesMax = int.MaxValue)
    {
        if (text.Length == 0 || text.AsSpan().ContainsAny(Special))
        {
            return writer.AddQuoted(text, bytesMax);
        }

        Span<byte> target = writer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        writer.Advance(Cut(target, Encoding.UTF8.GetBytes(text, target), bytesMax));
        return writer;
    }

    /// <summary>The count, or the last character boundary at or before <paramref name="bytesMax"/>.</summary>
    private static int Cut(ReadOnlySpan<byte> bytes, int count, int bytesMax)
    {
        if (count <= bytesMax)
        {
            return count;
        }

        count = Math.Max(0, bytesMax);
        while (count > 0 && (bytes[count] & 0xC0) == 0x80)
        {
            count--;
        }

        return count;
    }

    /// <summary>A double quote would end the word, a line end the line, NUL loses the line at the receiver; a
    /// backslash at the end takes the closing quote with it.</summary>
    private static void Clean(Span<byte> bytes)
    {
        bytes.Replace((byte)'"', (byte)'\'');
        bytes.Replace((byte)'\n', (byte)' ');
        bytes.Replace((byte)'\r', (byte)' ');
        bytes.Replace((byte)0, (byte)' ');
        if (!bytes.IsEmpty && bytes[^1] == (byte)'\\')
        {
            bytes[^1] = (byte)'/';
        }
    }
}
