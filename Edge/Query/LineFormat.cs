using Edge.Text;

namespace Edge.Query;

/// <summary>
/// Spec query 5.5 and 5.6: a line a row, for people and spreadsheets; and their cousins in JSON and HTML.
/// </summary>
internal static class LineFormat
{
    /// <param name="isQuoted">Inside a JSON string: line ends and quotes are escaped.</param>
    /// <param name="table">Open.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(Table table, ByteWriter writer, bool isQuoted)
    {
        TableFormat format = table.Question.Format;
        switch (format)
        {
            case TableFormat.CsvJsonArray:
                WriteJsonArray(table, writer);
                break;
            case TableFormat.Html:
                WriteHtml(table, writer, isQuoted);
                break;
            default:
                ReadOnlySpan<byte> separator = format switch
                {
                    TableFormat.Tsv => "\t"u8,
                    TableFormat.Markdown => "|"u8,
                    _ => ","u8,
                };
                WriteLines(table, writer, separator, isQuoted ? "\\n"u8 : "\r\n"u8);
                break;
        }
    }

    /// <summary>
    /// Csv, tsv and markdown differ in the separator, and markdown has a line under its header.
    /// </summary>
    private static void WriteLines(
        Table table, ByteWriter writer, ReadOnlySpan<byte> separator, ReadOnlySpan<byte> lineEnd)
    {
        AddHeader(table, writer, "time"u8, separator, default);
        writer.Add(lineEnd);
        if (table.Question.Format == TableFormat.Markdown && !table.Visible.IsEmpty)
        {
            writer.Add(":---:"u8);
            for (int i = 0; i < table.Visible.Length; i++)
            {
                writer.Add("|:---:"u8);
            }

            writer.Add(lineEnd);
        }

        var shape = new RowShape
        {
            Time = Time(table.Question),
            Lead = separator,
            Close = lineEnd,
            NullToZero = Nulls(table),
        };
        RowWriter.Write(table, shape, writer);
    }

    /// <summary>The header is a row like the others; dates are not quoted, as in the reference.</summary>
    private static void WriteJsonArray(Table table, ByteWriter writer)
    {
        writer.Add("[\n"u8);
        AddHeader(table, writer, "[\"time\""u8, ",\""u8, "\""u8);
        writer.Add(table.Visible.IsEmpty ? default : "]"u8);
        var shape = new RowShape
        {
            Open = ",\n["u8,
            Time = Time(table.Question),
            Lead = ","u8,
            Close = "]"u8,
            NullToZero = Nulls(table),
        };
        RowWriter.Write(table, shape, writer);
        writer.Add("\n]"u8);
    }

    private static void WriteHtml(Table table, ByteWriter writer, bool isQuoted)
    {
        ReadOnlySpan<byte> rowEnd = isQuoted ? "</td></tr>\\n"u8 : "</td></tr>\n"u8;
        writer.Add(isQuoted
            ? """<html>\n<center>\n<table border=\"0\" cellpadding=\"5\" cellspacing=\"5\">\n"""u8
            : "<html>\n<center>\n<table border=\"0\" cellpadding=\"5\" cellspacing=\"5\">\n"u8);
        AddHeader(table, writer, "<tr><td>time"u8, "</td><td>"u8, default);
        writer.Add(table.Visible.IsEmpty ? (isQuoted ? "\\n"u8 : "\n"u8) : rowEnd);
        var shape = new RowShape
        {
            Open = "<tr><td>"u8,
            Time = Time(table.Question),
            Lead = "</td><td>"u8,
            Close = rowEnd,
            NullToZero = Nulls(table),
        };
        RowWriter.Write(table, shape, writer);
        writer.Add(isQuoted ? """</table>\n</center>\n</html>\n"""u8 : "</table>\n</center>\n</html>\n"u8);
    }

    /// <summary>Empty when there is no dimension.</summary>
    private static void AddHeader(Table table, ByteWriter writer, ReadOnlySpan<byte> time,
        ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        if (table.Visible.IsEmpty)
        {
            return;
        }

        writer.Add(time);
        foreach (int column in table.Visible)
        {
            writer.Add(before).Add(table.Columns[column].Dimension.Name).Add(after);
        }
    }

    private static TimeStyle Time(Question question) =>
        question.Has(TableOptions.Milliseconds) ? TimeStyle.Milliseconds
        : question.Has(TableOptions.Seconds) ? TimeStyle.Seconds : TimeStyle.Date;

    private static bool Nulls(Table table) => table.Question.Has(TableOptions.NullToZero);
}
