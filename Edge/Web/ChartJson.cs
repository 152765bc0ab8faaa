using Edge.Query;
using Edge.Store;
using Edge.Text;

namespace Edge.Web;

/// <summary>
/// A chart's metadata as <c>charts</c> and <c>chart</c> show it (spec api 3.2, layout 3.5).
/// </summary>
internal static class ChartJson
{
    /// <summary>
    /// From <c>\t\t{</c> to <c>\t\t}</c>, without a line feed behind it. Returns the dimensions listed.
    /// </summary>
    public static int Write(Chart chart, IAlarmNotes alarms, ByteWriter body)
    {
        AddNames(body, chart.Id, chart.Name, chart.Type);
        AddTopic(body, chart.Family, chart.Context, chart.Title, chart.Name);
        AddOrigin(body, chart.Priority, chart.Plugin ?? "", chart.Module ?? "");
        AddLook(body, chart.IsEnabled, chart.Units, chart.Name, chart.Style);
        // The first entry lies one interval before the oldest row, so the duration counts one interval more.
        long first = chart.FirstEntrySec;
        long last = chart.LastEntrySec;
        Number(body, "duration", last - first + chart.UpdateEvery);
        Number(body, "first_entry", first);
        Number(body, "last_entry", last);
        Number(body, "update_every", chart.UpdateEvery);
        int dimensions = AddDimensions(chart, body);
        body.Add("\t\t\t\"chart_variables\": "u8);
        WrapFormat.AddVariables(chart.Variables, body);
        (double green, double red) = alarms.Thresholds(chart);
        body.Add(",\n\t\t\t\"green\": "u8).AddNumber(green).Add(",\n\t\t\t\"red\": "u8).AddNumber(red);
        body.Add(",\n\t\t\t\"alarms\": {\n"u8);
        alarms.WriteMembers(chart, body);
        body.Add("\n\t\t\t},\n\t\t\t\"chart_labels\": {\n"u8);
        for (int i = 0; i < chart.Labels.Length; i++)
        {
            body.Add(i > 0 ? ",\n\t\t\t\t\""u8 : "\t\t\t\t\""u8).Add(chart.Labels[i].Key).Add("\": \""u8)
                .AddLabelValue(chart.Labels[i].Value).Add("\""u8);
        }

        body.Add("\n\t\t\t}\n\n\t\t}"u8);
        return dimensions;
    }

    /// <summary>One that is gone (spec api 3.4). Returns the dimensions listed.</summary>
    public static int Write(KeptChart chart, ByteWriter body)
    {
        AddNames(body, chart.Id, chart.Name, chart.Type);
        AddTopic(body, chart.Family, chart.Context, chart.Title, chart.Name);
        AddOrigin(body, chart.Priority, chart.Plugin, chart.Module);
        AddLook(body, isEnabled: false, chart.Units, chart.Name, chart.Style);
        body.Add("\t\t\t\"dimensions\": {\n"u8);
        for (int i = 0; i < chart.Dimensions.Length; i++)
        {
            (string id, string name) = chart.Dimensions[i];
            AddDimension(body, isFirst: i == 0, id, name);
        }

        body.Add("\n\t\t\t}\n\t\t}"u8);
        return chart.Dimensions.Length;
    }

    private static void AddNames(ByteWriter body, string id, string name, string type)
    {
        body.Add("\t\t{\n"u8);
        Text(body, "id", id);
        Text(body, "name", name);
        Text(body, "type", type);
    }

    private static void AddTopic(ByteWriter body, string family, string context, string title, string name)
    {
        Text(body, "family", family);
        Text(body, "context", context);
        body.Add("\t\t\t\"title\": \""u8).Add(title).Add(" ("u8).Add(name).Add(")\",\n"u8);
    }

    private static void AddOrigin(ByteWriter body, long priority, string plugin, string module)
    {
        Number(body, "priority", priority);
        Text(body, "plugin", plugin);
        Text(body, "module", module);
    }

    private static void AddLook(ByteWriter body, bool isEnabled, string units, string name, ChartStyle style)
    {
        body.Add(isEnabled ? "\t\t\t\"enabled\": true,\n"u8 : "\t\t\t\"enabled\": false,\n"u8);
        Text(body, "units", units);
        body.Add("\t\t\t\"data_url\": \"/api/v1/data?chart="u8).Add(name).Add("\",\n"u8);
        Text(body, "chart_type", style switch
        {
            ChartStyle.Area => "area",
            ChartStyle.Stacked => "stacked",
            _ => "line",
        });
    }

    /// <summary>Native bytes of a chart: its state and its ring.</summary>
    public static long MemoryBytes(Chart chart)
    {
        ref ChartClock clock = ref chart.Series.Clock;
        return new SeriesLayout(clock.Columns).Bytes
            + ((clock.Flags & SeriesFlags.HasRound) == 0 ? 0 : new RoundLayout(clock.Columns).Bytes)
            + (clock.Ring == 0 ? 0 : (long)clock.Entries * clock.Columns * sizeof(uint));
    }

    /// <summary>Hidden and obsolete dimensions are not listed; their data may still be asked for.</summary>
    private static int AddDimensions(Chart chart, ByteWriter body)
    {
        body.Add("\t\t\t\"dimensions\": {\n"u8);
        int count = 0;
        foreach (Dimension dimension in chart.Dimensions)
        {
            if (dimension.IsHidden || dimension.IsObsolete)
            {
                continue;
            }

            AddDimension(body, isFirst: count++ == 0, dimension.Id, dimension.Name);
        }

        body.Add("\n\t\t\t},\n"u8);
        return count;
    }

    private static void AddDimension(ByteWriter body, bool isFirst, string id, string name) =>
        body.Add(isFirst ? "\t\t\t\t\""u8 : ",\n\t\t\t\t\""u8).AddEscaped(id)
            .Add("\": { \"name\": \""u8).AddEscaped(name).Add("\" }"u8);

    private static void Text(ByteWriter body, string key, string value) =>
        body.Add("\t\t\t\""u8).Add(key).Add("\": \""u8).Add(value).Add("\",\n"u8);

    private static void Number(ByteWriter body, string key, long value) =>
        body.Add("\t\t\t\""u8).Add(key).Add("\": "u8).Add(value).Add(",\n"u8);
}
