using System.Buffers.Text;
using Edge.Protocol;
using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Stream;

/// <summary>A chart as text of the stream: its definition (spec streaming 10.1 to 10.3) and one collection
/// (10.5).</summary>
internal static class ChartText
{
    /// <summary>A signed 64 bit number in decimal.</summary>
    private const int NumberBytesMax = 20;

    /// <summary>
    /// Appends the whole definition. False, and nothing appended: a parent could not take it, because an id
    /// is missing or a line would be too long even with its title or name cut.
    /// </summary>
    public static bool TryDefine(ByteWriter writer, Chart chart, Capabilities agreed)
    {
        int start = writer.Count;
        bool fits = HasWholeId(chart.Id) && TryChart(writer, chart);
        if (fits && (agreed & Capabilities.ChartLabels) != 0)
        {
            ChartLabelsText.Write(writer, chart);
        }

        for (int i = 0; fits && i < chart.Dimensions.Count; i++)
        {
            fits = TryDimension(writer, chart.Dimensions[i]);
        }

        if (!fits)
        {
            writer.Truncate(start);
            return false;
        }

        foreach (string name in chart.Variables.Names)
        {
            HostText.Variable(writer, "VARIABLE CHART "u8, name, chart.Variables[name]);
        }

        return true;
    }

    /// <summary>
    /// What of a collection does not change from tick to tick: <c>BEGIN "id" </c>, then for each dimension a
    /// line end and <c>SET "id" = </c>. The ends of the pieces go to <paramref name="ends"/>, one more than
    /// dimensions.
    /// </summary>
    public static byte[] Frame(ByteWriter scratch, Chart chart, out int[] ends)
    {
        int start = scratch.Count;
        ends = new int[chart.Dimensions.Count + 1];
        scratch.Add("BEGIN "u8).AddQuoted(chart.Id).Add((byte)' ');
        ends[0] = scratch.Count - start;
        for (int i = 0; i < chart.Dimensions.Count; i++)
        {
            scratch.Add("\nSET "u8).AddQuoted(chart.Dimensions[i].Id).Add(" = "u8);
            ends[i + 1] = scratch.Count - start;
        }

        byte[] frame = scratch.Written[start..].ToArray();
        scratch.Truncate(start);
        return frame;
    }

    /// <summary>One collection. Returns its bytes, at most <see cref="BlockBytesMax"/>.</summary>
    /// <param name="target">Where to write.</param>
    /// <param name="frame">From <see cref="Frame"/>, with its ends.</param>
    /// <param name="ends">See there.</param>
    /// <param name="values">One per dimension.</param>
    /// <param name="updated">1 for each dimension to be sent; empty: all.</param>
    /// <param name="usec">Microseconds of BEGIN.</param>
    public static int Block(Span<byte> target, ReadOnlySpan<byte> frame, ReadOnlySpan<int> ends,
        ReadOnlySpan<long> values, ReadOnlySpan<byte> updated, long usec)
    {
        Guard.That(ends.Length == values.Length + 1 && (updated.IsEmpty || updated.Length == values.Length));
        int at = ends[0];
        frame[..at].CopyTo(target);
        Utf8Formatter.TryFormat(usec, target[at..], out int digits);
        at += digits;
        for (int i = 0; i < values.Length; i++)
        {
            if (!updated.IsEmpty && updated[i] == 0)
            {
                continue;
            }

            ReadOnlySpan<byte> piece = frame[ends[i]..ends[i + 1]];
            piece.CopyTo(target[at..]);
            at += piece.Length;
            Utf8Formatter.TryFormat(values[i], target[at..], out digits);
            at += digits;
        }

        "\nEND\n"u8.CopyTo(target[at..]);
        return at + "\nEND\n"u8.Length;
    }

    /// <summary>Room that <see cref="Block"/> may need: the frame, a number for BEGIN and each value, the
    /// end.</summary>
    public static int BlockBytesMax(int frameBytes, int values) =>
        frameBytes + ((values + 1) * NumberBytesMax) + "\nEND\n"u8.Length;

    // CHART "id" "name" "title" "units" "family" "context" "type" priority update_every "options" "plugin"
    // "module"

    private static bool TryChart(ByteWriter writer, Chart chart)
    {
        int start = writer.Count;
        Chart(writer, chart, int.MaxValue);
        int excess = writer.Count - start - 1 - Limits.LineBytes;
        if (excess <= 0)
        {
            return true;
        }

        writer.Truncate(start);
        int titleBytes = System.Text.Encoding.UTF8.GetByteCount(chart.Title) - excess;
        if (titleBytes < 0)
        {
            return false;
        }

        Chart(writer, chart, titleBytes);
        return true;
    }

    private static void Chart(ByteWriter writer, Chart chart, int titleBytesMax)
    {
        int dot = chart.Name == chart.Id ? -1 : chart.Name.IndexOf('.');
        writer.Add("CHART "u8).AddQuoted(chart.Id).Add((byte)' ');
        writer.AddQuoted(dot < 0 ? "" : chart.Name[(dot + 1)..]).Add((byte)' ');
        writer.AddQuoted(chart.Title, titleBytesMax).Add((byte)' ');
        writer.AddQuoted(chart.Units).Add((byte)' ').AddQuoted(chart.Family).Add((byte)' ');
        writer.AddQuoted(chart.Context).Add(chart.Style switch
        {
            ChartStyle.Area => " \"area\" "u8,
            ChartStyle.Stacked => " \"stacked\" "u8,
            _ => " \"line\" "u8,
        });
        writer.Add(chart.Priority).Add((byte)' ').Add(chart.UpdateEvery).Add(" \""u8);
        Slot(writer, (chart.Flags & ChartFlags.Obsolete) != 0, "obsolete"u8).Add((byte)' ');
        Slot(writer, (chart.Flags & ChartFlags.Detail) != 0, "detail"u8).Add((byte)' ');
        Slot(writer, (chart.Flags & ChartFlags.StoreFirst) != 0, "store_first"u8).Add((byte)' ');
        Slot(writer, (chart.Flags & ChartFlags.Hidden) != 0, "hidden"u8).Add("\" "u8);
        writer.AddQuoted(chart.Plugin ?? "").Add((byte)' ').AddQuoted(chart.Module ?? "").Add((byte)'\n');
    }

    // DIMENSION "id" "name" "algorithm" multiplier divisor "options"

    private static bool TryDimension(ByteWriter writer, Dimension dimension)
    {
        int start = writer.Count;
        Dimension(writer, dimension, int.MaxValue);
        int excess = writer.Count - start - 1 - Limits.LineBytes;
        if (excess > 0)
        {
            writer.Truncate(start);
            int nameBytes = System.Text.Encoding.UTF8.GetByteCount(dimension.Name) - excess;
            if (nameBytes <= 0)
            {
                return false;
            }

            Dimension(writer, dimension, nameBytes);
        }

        // Its SET line is shorter than the DIMENSION line, which has two numbers and two more words.
        return dimension.Id.Length > 0;
    }

    private static void Dimension(ByteWriter writer, Dimension dimension, int nameBytesMax)
    {
        writer.Add("DIMENSION "u8).AddQuoted(dimension.Id).Add((byte)' ');
        writer.AddQuoted(dimension.Name, nameBytesMax).Add((byte)' ');
        writer.AddQuoted(AlgorithmNames.Of(dimension.Algorithm)).Add((byte)' ');
        writer.Add(dimension.Multiplier).Add((byte)' ').Add(dimension.Divisor).Add(" \""u8);
        Slot(writer, dimension.IsObsolete, "obsolete"u8).Add((byte)' ');
        Slot(writer, dimension.IsHidden, "hidden"u8).Add((byte)' ');
        Slot(writer, (dimension.Flags & DimensionFlags.NoResetDetection) != 0, "noreset"u8).Add("\"\n"u8);
    }

    private static ByteWriter Slot(ByteWriter writer, bool isSet, ReadOnlySpan<byte> word) =>
        isSet ? writer.Add(word) : writer;

    /// <summary>A parent closes on a CHART without both halves of <c>type.id</c> (spec streaming
    /// 12.4).</summary>
    private static bool HasWholeId(string id)
    {
        int dot = id.IndexOf('.');
        return dot > 0 && dot < id.Length - 1
            && System.Text.Encoding.UTF8.GetByteCount(id) <= Limits.ChartIdBytes;
    }
}
