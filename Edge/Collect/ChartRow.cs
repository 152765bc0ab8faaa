using System.Text;
using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// One row of a <see cref="TableText"/>; lines that begin with a blank go on with the row above.
/// <code>
/// id [context] | family | title | units | style priority [detail] | option | prefix | dimensions
/// + keys
/// </code>
/// The id has its type in front; <c>%s</c> stands for the device. Dimensions are those of
/// <see cref="DimensionRow"/>, with a comma between them; the prefix comes before the id of each to make the
/// key that it has in the source. A row with <c>+</c> names keys, whole ones, that are read for no chart or
/// for an order of their own.
/// </summary>
internal readonly ref struct ChartRow
{
    private readonly ReadOnlySpan<byte> _id;
    private readonly ReadOnlySpan<byte> _family;
    private readonly ReadOnlySpan<byte> _title;
    private readonly ReadOnlySpan<byte> _units;
    private readonly ReadOnlySpan<byte> _look;
    private readonly ReadOnlySpan<byte> _option;

    private ChartRow(ReadOnlySpan<byte> text)
    {
        if (text[0] == '+')
        {
            Dimensions = text[1..];
            return;
        }

        _id = TakeField(ref text);
        _family = TakeField(ref text);
        _title = TakeField(ref text);
        _units = TakeField(ref text);
        _look = TakeField(ref text);
        _option = TakeField(ref text);
        Prefix = TakeField(ref text);
        Dimensions = text;
        Guard.That(!Dimensions.IsEmpty);
    }

    public ReadOnlySpan<byte> Prefix { get; }

    public ReadOnlySpan<byte> Dimensions { get; }

    public bool IsChart => !_id.IsEmpty;

    public string Option => Encoding.UTF8.GetString(_option);

    /// <summary>Takes the next row from the rest of a table.</summary>
    public static bool Next(scoped ref ReadOnlySpan<byte> rest, out ChartRow row)
    {
        row = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        int end = rest.IndexOf((byte)'\n');
        while (end >= 0 && rest[end + 1] == ' ')
        {
            int next = rest[(end + 1)..].IndexOf((byte)'\n');
            end = next < 0 ? next : end + 1 + next;
        }

        row = new ChartRow(end < 0 ? rest : rest[..end]);
        rest = end < 0 ? [] : rest[(end + 1)..];
        return true;
    }

    /// <param name="module">Module of the chart.</param>
    /// <param name="device">What <c>%s</c> stands for.</param>
    public ChartDefinition Define(string module, string device)
    {
        ReadOnlySpan<byte> id = TakeWord(_id, out ReadOnlySpan<byte> context);
        int dot = id.IndexOf((byte)'.');
        ReadOnlySpan<byte> style = TakeWord(_look, out ReadOnlySpan<byte> priority);
        priority = TakeWord(priority, out ReadOnlySpan<byte> detail);
        return new ChartDefinition
        {
            Type = Plain(id[..dot], device),
            Id = Plain(id[(dot + 1)..], device),
            Family = Plain(_family, device),
            Context = context.IsEmpty ? null : Plain(context, device),
            Title = Plain(_title, device),
            Units = Plain(_units, device),
            Style = style[0] == 'a' ? ChartStyle.Area
                : style[0] == 's' ? ChartStyle.Stacked : ChartStyle.Line,
            Priority = (int)Numbers.Unsigned(priority),
            Flags = detail.IsEmpty ? ChartFlags.None : ChartFlags.Detail,
            Module = module,
        };
    }

    private static ReadOnlySpan<byte> TakeField(scoped ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)'|');
        Guard.That(end >= 0);
        ReadOnlySpan<byte> field = rest[..end].Trim(" \n"u8);
        rest = rest[(end + 1)..];
        return field;
    }

    private static ReadOnlySpan<byte> TakeWord(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> rest)
    {
        int end = text.IndexOf((byte)' ');
        rest = end < 0 ? [] : text[(end + 1)..];
        return end < 0 ? text : text[..end];
    }

    /// <summary>With the device in its place, and a blank for each end of a line.</summary>
    private static string Plain(ReadOnlySpan<byte> text, string device)
    {
        string plain = Encoding.UTF8.GetString(text);
        plain = plain.Contains('%') ? Site.Fill(plain, device) : plain;
        for (int at = plain.IndexOf('\n'); at >= 0; at = plain.IndexOf('\n'))
        {
            plain = string.Concat(plain.AsSpan(0, at), " ", plain.AsSpan(at).TrimStart());
        }

        return plain;
    }
}
