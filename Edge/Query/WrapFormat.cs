using Edge.Store;
using Edge.Text;

namespace Edge.Query;

/// <summary>Spec query 5.8: what <c>jsonwrap</c> puts before and after the result.</summary>
internal static class WrapFormat
{
    /// <summary>
    /// Everything up to the result. Reads the newest row for <c>view_latest_values</c>, so that the rows of
    /// the result are read after it.
    /// </summary>
    public static void Open(Table table, ByteWriter writer)
    {
        bool isGoogle = table.Question.Has(TableOptions.GoogleJson);
        Window window = table.Window;
        // A context query has no chart of its own: its context stands in for both names.
        string id = table.Question.Chart != null ? table.Base.Id : table.Base.Context;
        string name = table.Question.Chart != null ? table.Base.Name : table.Base.Context;
        writer.Add("{\n"u8);
        Key(writer, isGoogle, "api"u8).Add("1,\n"u8);
        AddText(Key(writer, isGoogle, "id"u8), isGoogle, id).Add(",\n"u8);
        AddText(Key(writer, isGoogle, "name"u8), isGoogle, name).Add(",\n"u8);
        Key(writer, isGoogle, "view_update_every"u8).Add(window.ViewUpdateEvery).Add(",\n"u8);
        Key(writer, isGoogle, "update_every"u8).Add(table.Base.UpdateEvery).Add(",\n"u8);
        Key(writer, isGoogle, "first_entry"u8).Add(table.FirstEntrySec).Add(",\n"u8);
        Key(writer, isGoogle, "last_entry"u8).Add(table.LastEntrySec).Add(",\n"u8);
        Key(writer, isGoogle, "before"u8).Add(window.Before).Add(",\n"u8);
        Key(writer, isGoogle, "after"u8).Add(window.IsEmpty ? 0 : window.After).Add(",\n"u8);
        AddNames(table, writer, isGoogle);
        AddValues(table, writer, isGoogle);
        // The names are told whatever happens, the counts only when there is something to count.
        bool isBare = window.IsEmpty || table.Visible.IsEmpty;
        Key(writer, isGoogle, "dimensions"u8).Add(isBare ? 0 : table.Visible.Length).Add(",\n"u8);
        Key(writer, isGoogle, "points"u8).Add(isBare ? 0 : window.Rows).Add(",\n"u8);
        string format = FormatNames.Of(table.Question.Format);
        AddText(Key(writer, isGoogle, "format"u8), isGoogle, format).Add(",\n"u8);
        if (table.Question.Has(TableOptions.CustomVariables))
        {
            Key(writer, isGoogle, "chart_variables"u8);
            AddVariables(table.Base.Variables, writer);
            writer.Add(",\n"u8);
        }

        Key(writer, isGoogle, "result"u8);
    }

    /// <summary>Everything after the result.</summary>
    public static void Close(bool isGoogle, Extremes extremes, ByteWriter writer) =>
        writer.Add(isGoogle ? ",\n min: "u8 : ",\n \"min\": "u8).AddNumber(extremes.Min)
            .Add(isGoogle ? ",\n max: "u8 : ",\n \"max\": "u8).AddNumber(extremes.Max).Add("\n}\n"u8);

    /// <summary>Custom chart variables in the layout of spec api 3.5.</summary>
    public static void AddVariables(Variables variables, ByteWriter writer)
    {
        writer.Add("{"u8);
        for (int i = 0; i < variables.Count; i++)
        {
            string name = variables.Names[i];
            double value = variables[name];
            writer.Add(i == 0 ? "\n\t\t\""u8 : ",\n\t\t\""u8).Add(name).Add("\": "u8);
            if (double.IsFinite(value))
            {
                writer.AddFixed(value, 5);
            }
            else
            {
                writer.Add("null"u8);
            }
        }

        writer.Add("\n\t\t\t}"u8);
    }

    /// <summary>
    /// <c>dimension_names</c> and <c>dimension_ids</c>; for a context also which chart each column is of
    /// (spec query 6).
    /// </summary>
    private static void AddNames(Table table, ByteWriter writer, bool isGoogle)
    {
        Key(writer, isGoogle, "dimension_names"u8);
        AddList(table, writer, isGoogle, static column => column.Dimension.Name);
        Key(writer, isGoogle, "dimension_ids"u8);
        AddList(table, writer, isGoogle, static column => column.Dimension.Id);
        if (table.Question.Chart != null)
        {
            return;
        }

        Key(writer, isGoogle, "chart_ids"u8);
        AddList(table, writer, isGoogle, static column => column.Chart.Name);
        if (table.Question.ChartLabelKey != null)
        {
            AddLabels(table, writer, isGoogle, table.Question.ChartLabelKey);
        }
    }

    /// <summary>One string a visible column; without any, the words that every format uses then.</summary>
    private static void AddList(Table table, ByteWriter writer, bool isGoogle, Func<Column, string> text)
    {
        writer.Add("["u8);
        int count = 0;
        foreach (int column in table.Visible)
        {
            AddText(writer.Add(count++ > 0 ? ", "u8 : default), isGoogle, text(table.Columns[column]));
        }

        if (count == 0)
        {
            AddText(writer, isGoogle, "no data");
        }

        writer.Add("],\n"u8);
    }

    /// <summary>One list per key that was asked for by its whole name, one value a column.</summary>
    private static void AddLabels(Table table, ByteWriter writer, bool isGoogle, string keys)
    {
        Key(writer, isGoogle, "chart_labels"u8).Add("{ "u8);
        int count = 0;
        char[] separators = [',', '|', '\t', '\r', '\n', '\f', '\v'];
        foreach (string key in keys.Split(separators, StringSplitOptions.RemoveEmptyEntries))
        {
            AddText(writer.Add(count++ > 0 ? ", "u8 : default), isGoogle, key).Add(" : ["u8);
            int values = 0;
            foreach (int column in table.Visible)
            {
                writer.Add(values++ > 0 ? ", "u8 : default);
                Label label = Array.Find(table.Columns[column].Chart.Labels, label => label.Key == key);
                if (label.Key == null)
                {
                    writer.Add("null"u8);
                }
                else
                {
                    AddText(writer, isGoogle, label.Value);
                }
            }

            writer.Add("]"u8);
        }

        writer.Add("},\n"u8);
    }

    /// <summary>
    /// <c>latest_values</c> are those before packing, which may have more digits than the rows and know no
    /// options;
    /// <c>view_latest_values</c> are the newest row.
    /// </summary>
    private static void AddValues(Table table, ByteWriter writer, bool isGoogle)
    {
        Key(writer, isGoogle, "latest_values"u8).Add("["u8);
        int count = 0;
        foreach (int column in table.Visible)
        {
            ref readonly Column of = ref table.Columns[column];
            writer.Add(count++ > 0 ? ", "u8 : default)
                .AddNumber(of.Chart.Series.LastStored[of.Dimension.Index]);
        }

        writer.Add(count == 0 ? "null],\n"u8 : "],\n"u8);
        Key(writer, isGoogle, "view_latest_values"u8).Add("["u8);
        if (table.Window.IsEmpty || table.Visible.IsEmpty)
        {
            writer.Add("null],\n"u8);
            return;
        }

        count = 0;
        table.Read(table.Window.Rows - 1);
        foreach (int column in table.Visible)
        {
            writer.Add(count++ > 0 ? ", "u8 : default);
            writer.Advance(RowWriter.PutValue(writer.GetSpan(NumberText.BytesMax), table, column));
        }

        writer.Add("],\n"u8);
    }

    /// <summary>Google's own syntax has bare keys and single quotes, JSON neither.</summary>
    private static ByteWriter Key(ByteWriter writer, bool isGoogle, ReadOnlySpan<byte> key) => isGoogle
        ? writer.Add("   "u8).Add(key).Add(": "u8)
        : writer.Add("   \""u8).Add(key).Add("\": "u8);

    private static ByteWriter AddText(ByteWriter writer, bool isGoogle, string text)
    {
        byte quote = (byte)(isGoogle ? '\'' : '"');
        return writer.Add(quote).Add(text).Add(quote);
    }
}
