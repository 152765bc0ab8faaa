using System.Text;
using Edge.Store;
using Edge.Text;

namespace Edge.Query;

/// <summary>Spec query 5.1: <c>json</c>, with its rows as lists or objects.</summary>
internal static class JsonFormat
{
    public static void Write(Table table, ByteWriter writer)
    {
        writer.Add("{\n \"labels\": [\"time\""u8);
        foreach (int column in table.Visible)
        {
            writer.Add(", \""u8).Add(table.Columns[column].Dimension.Name).Add("\""u8);
        }

        writer.Add(table.Visible.IsEmpty ? ", \"no data\""u8 : default).Add("],\n    \"data\":\n [\n"u8);
        RowWriter.Write(table, Shape(table), writer);
        writer.Add("\n  ]\n}"u8);
    }

    /// <summary>The names of dimensions are not escaped, as in the reference.</summary>
    private static RowShape Shape(Table table)
    {
        bool isObject = table.Question.Has(TableOptions.ObjectRows);
        bool isGoogle = table.Question.Has(TableOptions.GoogleJson);
        return new RowShape
        {
            Separator = ",\n"u8,
            Open = (isObject, isGoogle) switch
            {
                (false, false) => "      [ "u8,
                (false, true) => "      [ new Date("u8,
                (true, false) => "      { \"time\": "u8,
                (true, true) => "      { \"time\": new Date("u8,
            },
            Time = isGoogle ? TimeStyle.Script
                : table.Question.Has(TableOptions.Milliseconds) ? TimeStyle.Milliseconds : TimeStyle.Seconds,
            Note = isGoogle ? ")"u8 : default,
            ResetNote = isGoogle ? ")"u8 : default,
            Lead = ", "u8,
            Leads = isObject ? Leads(table) : null,
            Close = isObject ? "}"u8 : "]"u8,
            NullToZero = table.Question.Has(TableOptions.NullToZero),
        };
    }

    /// <summary>Rows as objects repeat the names; they are put into bytes once an answer.</summary>
    private static byte[][] Leads(Table table)
    {
        var leads = new byte[table.Visible.Length][];
        for (int i = 0; i < leads.Length; i++)
        {
            Dimension dimension = table.Columns[table.Visible[i]].Dimension;
            leads[i] = Encoding.UTF8.GetBytes($", \"{dimension.Name}\": ");
        }

        return leads;
    }
}
