using System.Text;

namespace Edge.Collect;

/// <summary>
/// One line of mountinfo: <c>36 35 98:0 /root /mnt rw,noatime shared:1 - ext4 /dev/root rw,errors=x</c>.
/// Texts are borrowed and still have their escapes.
/// </summary>
internal ref struct MountLine
{
    /// <summary>major:minor</summary>
    public ReadOnlySpan<byte> Device { get; private set; }

    public ReadOnlySpan<byte> Point { get; private set; }

    public ReadOnlySpan<byte> FileSystem { get; private set; }

    public ReadOnlySpan<byte> Source { get; private set; }

    /// <summary>Of the mount or of the file system.</summary>
    public bool IsReadOnly { get; private set; }

    /// <summary>False: no such line.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out MountLine mount)
    {
        mount = default;
        Word(ref line);
        Word(ref line);
        mount.Device = Word(ref line);
        Word(ref line);
        mount.Point = Word(ref line);
        mount.IsReadOnly = HasReadOnly(Word(ref line));
        ReadOnlySpan<byte> word = Word(ref line);
        while (!word.IsEmpty && !word.SequenceEqual("-"u8))
        {
            word = Word(ref line);
        }

        mount.FileSystem = Word(ref line);
        mount.Source = Word(ref line);
        mount.IsReadOnly |= HasReadOnly(Word(ref line));
        return !mount.Point.IsEmpty && !mount.FileSystem.IsEmpty;
    }

    /// <summary>
    /// The kernel writes blanks and backslashes of mount points as three octal digits: <c>\040</c>.
    /// </summary>
    public static string Unescape(ReadOnlySpan<byte> text)
    {
        var plain = new byte[text.Length];
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 3 < text.Length && IsOctal(text[i + 1]) && IsOctal(text[i + 2])
                && IsOctal(text[i + 3]))
            {
                plain[count++] =
                    (byte)(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0'));
                i += 3;
            }
            else
            {
                plain[count++] = text[i];
            }
        }

        return Encoding.UTF8.GetString(plain, 0, count);
    }

    /// <summary>Only blanks are between words: names may have any other byte.</summary>
    private static ReadOnlySpan<byte> Word(scoped ref ReadOnlySpan<byte> rest)
    {
        int blank = rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = blank < 0 ? rest : rest[..blank];
        rest = blank < 0 ? [] : rest[(blank + 1)..];
        return word;
    }

    /// <summary>rw,noatime,...</summary>
    private static bool HasReadOnly(ReadOnlySpan<byte> options)
    {
        while (!options.IsEmpty)
        {
            int comma = options.IndexOf((byte)',');
            ReadOnlySpan<byte> option = comma < 0 ? options : options[..comma];
            if (option.SequenceEqual("ro"u8))
            {
                return true;
            }

            options = comma < 0 ? [] : options[(comma + 1)..];
        }

        return false;
    }

    private static bool IsOctal(byte b) => b is >= (byte)'0' and <= (byte)'7';
}
