using System.Text;
using Edge.Store;

namespace Edge.Collect;

/// <summary>
/// A dimension of a <see cref="ChartRow"/>.
/// <code>
/// [?|!] [#|%] id [=name] [@key] [*[-]multiplier[w][/divisor]]
/// </code>
/// <c>?</c> is no dimension, but a value that <c>auto</c> looks at too; <c>!</c> is one that it does not look
/// at. Values are counters; <c>#</c> is a level, <c>%</c> a share of the counters of the chart. The key is
/// that of the source when it is not prefix and id. <c>w</c> multiplies by the width of the device.
/// </summary>
internal readonly ref struct DimensionRow
{
    private readonly ReadOnlySpan<byte> _id;
    private readonly ReadOnlySpan<byte> _name;
    private readonly ReadOnlySpan<byte> _factor;
    private readonly Algorithm _algorithm;

    private DimensionRow(ReadOnlySpan<byte> text)
    {
        IsShown = !TakeSign(ref text, '?');
        IsTested = !TakeSign(ref text, '!');
        _algorithm = TakeSign(ref text, '#') ? Algorithm.Absolute
            : TakeSign(ref text, '%') ? Algorithm.PercentageOfIncrementalRow : Algorithm.Incremental;
        _factor = TakeTail(ref text, '*');
        Key = TakeTail(ref text, '@');
        _name = TakeTail(ref text, '=');
        _id = text;
        HasPrefix = Key.IsEmpty;
        Key = HasPrefix ? _id : Key;
    }

    public bool IsShown { get; }

    public bool IsTested { get; }

    /// <summary>Its key in the source, behind the prefix of the row if it has that.</summary>
    public ReadOnlySpan<byte> Key { get; }

    public bool HasPrefix { get; }

    /// <summary>Takes the next one from the rest of a row.</summary>
    public static bool Next(scoped ref ReadOnlySpan<byte> rest, out DimensionRow row)
    {
        row = default;
        rest = rest.TrimStart(" \n"u8);
        if (rest.IsEmpty)
        {
            return false;
        }

        int end = rest.IndexOf((byte)',');
        row = new DimensionRow(end < 0 ? rest : rest[..end]);
        rest = end < 0 ? [] : rest[(end + 1)..];
        return true;
    }

    /// <summary>How many there are in a row.</summary>
    public static int Count(ReadOnlySpan<byte> row)
    {
        int count = 0;
        while (Next(ref row, out _))
        {
            count++;
        }

        return count;
    }

    /// <summary>Null: the chart, or the host, has all it can have.</summary>
    public Dimension? Define(Chart chart, int width)
    {
        ReadOnlySpan<byte> factor = _factor;
        bool isNegative = TakeSign(ref factor, '-');
        ReadOnlySpan<byte> divisor = TakeTail(ref factor, '/');
        long multiplier = factor.IsEmpty ? 1 : (long)Numbers.Unsigned(factor);
        multiplier *= factor.EndsWith("w"u8) ? width : 1;
        return chart.Define(Encoding.UTF8.GetString(_id), Encoding.UTF8.GetString(_name), _algorithm,
            isNegative ? -multiplier : multiplier, divisor.IsEmpty ? 1 : (long)Numbers.Unsigned(divisor));
    }

    private static bool TakeSign(scoped ref ReadOnlySpan<byte> text, char sign)
    {
        bool isThere = !text.IsEmpty && text[0] == sign;
        text = isThere ? text[1..] : text;
        return isThere;
    }

    private static ReadOnlySpan<byte> TakeTail(scoped ref ReadOnlySpan<byte> text, char before)
    {
        int at = text.IndexOf((byte)before);
        ReadOnlySpan<byte> tail = at < 0 ? [] : text[(at + 1)..];
        text = at < 0 ? text : text[..at];
        return tail;
    }
}
