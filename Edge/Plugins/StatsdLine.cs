namespace Edge.Plugins;

/// <summary>
/// One line, cut: <c>name[:value][|type][|@rate][|#tags]</c> (spec collectors 12.2). Fields are trimmed of
/// blanks; tags are not looked at. Rate and tags may come in either order; a field that has neither mark is
/// the rate.
/// </summary>
internal readonly ref struct StatsdLine
{
    public ReadOnlySpan<byte> Name { get; private init; }

    public ReadOnlySpan<byte> Value { get; private init; }

    public ReadOnlySpan<byte> Type { get; private init; }

    /// <summary>Empty: everything was sent.</summary>
    public ReadOnlySpan<byte> Rate { get; private init; }

    /// <summary>Takes the next line from the front; false when there is none.</summary>
    public static bool Next(scoped ref ReadOnlySpan<byte> text, out StatsdLine line)
    {
        line = default;
        while (!text.IsEmpty)
        {
            int end = text.IndexOfAny((byte)'\n', (byte)'\r');
            ReadOnlySpan<byte> bytes = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];

            // An empty name costs its end, and what follows is the next name.
            bytes = bytes.TrimStart(":|"u8);
            if (!Trim(bytes).IsEmpty)
            {
                line = Cut(bytes);
                if (!line.Name.IsEmpty)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static StatsdLine Cut(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> name = Take(ref line, ":|"u8);
        ReadOnlySpan<byte> value = [];
        if (line is [(byte)':', ..])
        {
            line = line[1..];
            value = Take(ref line, "|"u8);
        }

        ReadOnlySpan<byte> type = [];
        if (line is [(byte)'|', ..])
        {
            line = line[1..];
            type = Take(ref line, "|@"u8);
        }

        return new StatsdLine
        {
            Name = Trim(name), Value = Trim(value), Type = Trim(type), Rate = Trim(TakeRate(line)),
        };
    }

    private static ReadOnlySpan<byte> TakeRate(ReadOnlySpan<byte> rest)
    {
        for (bool isFirst = true; !rest.IsEmpty; isFirst = false)
        {
            rest = rest[0] == '|' ? rest[1..] : rest;
            byte mark = rest.IsEmpty ? (byte)0 : rest[0];
            ReadOnlySpan<byte> field = Take(ref rest, mark == '#' ? "|"u8 : "|#"u8);
            if (mark == '@' || (isFirst && mark != '#' && !field.IsEmpty))
            {
                return field.TrimStart((byte)'@');
            }

            if (field.IsEmpty && mark != '|')
            {
                break;
            }
        }

        return [];
    }

    /// <summary>Up to one of the ends, which stays.</summary>
    private static ReadOnlySpan<byte> Take(
        scoped ref ReadOnlySpan<byte> rest, scoped ReadOnlySpan<byte> ends)
    {
        int end = rest.IndexOfAny(ends);
        ReadOnlySpan<byte> field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[end..];
        return field;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t"u8);
}
