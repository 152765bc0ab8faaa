using Edge.Text;

namespace Edge.Query;

/// <summary>Spec query 5.7: one number a row, the dimensions combined.</summary>
internal static class SingleFormat
{
    /// <returns>Extremes of what was written; an empty row counts as 0.</returns>
    public static Extremes Write(Table table, ByteWriter writer)
    {
        var extremes = default(Extremes);
        Question question = table.Question;
        bool isArray = question.Format == TableFormat.Array;
        ReadOnlySpan<byte> separator = question.Format == TableFormat.Ssv ? " "u8 : ","u8;
        writer.Add(isArray ? "["u8 : default);
        long rows = table.Visible.IsEmpty ? 0 : table.Window.Rows;
        for (long i = 0; i < rows; i++)
        {
            table.Read(question.Has(TableOptions.Reversed) ? i : rows - 1 - i);
            writer.Add(i > 0 ? separator : default);
            Span<byte> target = writer.GetSpan(NumberText.BytesMax);
            bool exists = TryCombine(table, out double value);
            writer.Advance(exists
                ? NumberText.Write(target, value)
                : RowWriter.PutEmpty(target, question.Has(TableOptions.NullToZero)));
            extremes.Add(exists ? value : 0);
        }

        writer.Add(isArray ? "]"u8 : default);
        return extremes;
    }

    /// <summary>
    /// Spec query 4.3: the sum of the visible values of the row read last, or with <c>min2max</c> their
    /// spread, 0 always included. False: all of them are empty.
    /// </summary>
    public static bool TryCombine(Table table, out double value)
    {
        bool isSpread = table.Question.Has(TableOptions.Min2Max);
        bool exists = false;
        double sum = 0;
        (double min, double max) = (0, 0);
        foreach (int column in table.Visible)
        {
            exists |= table.Exists[column];
            sum += table.Values[column];
            min = Math.Min(min, table.Values[column]);
            max = Math.Max(max, table.Values[column]);
        }

        value = isSpread ? max - min : sum;
        if (!isSpread && Ties.IsNear(sum, table.Visible.Length + table.Window.Group)
            && table.ExactSum() is Extended exact)
        {
            value = Ties.Settle(sum, exact);
        }

        return exists;
    }
}
