namespace Edge.Query;

/// <summary>The words of <see cref="TableFormat"/>.</summary>
internal static class FormatNames
{
    /// <summary>Unknown words are <see cref="TableFormat.Json"/>.</summary>
    public static TableFormat Parse(ReadOnlySpan<char> word) => word switch
    {
        "jsonp" => TableFormat.Jsonp,
        "datatable" => TableFormat.DataTable,
        "datasource" => TableFormat.DataSource,
        "csv" => TableFormat.Csv,
        "tsv" or "tsv-excel" => TableFormat.Tsv,
        "markdown" => TableFormat.Markdown,
        "csvjsonarray" => TableFormat.CsvJsonArray,
        "html" => TableFormat.Html,
        "ssv" => TableFormat.Ssv,
        "ssvcomma" => TableFormat.SsvComma,
        "array" => TableFormat.Array,
        _ => TableFormat.Json,
    };

    /// <summary>
    /// The <c>out</c> of <c>tqx</c> (spec query 1.3): datatable inside a response handler is datasource.
    /// </summary>
    public static TableFormat ParseGoogle(ReadOnlySpan<char> word) => word switch
    {
        "json" => TableFormat.DataSource,
        "html" => TableFormat.Html,
        "csv" => TableFormat.Csv,
        "tsv-excel" => TableFormat.Tsv,
        _ => TableFormat.Json,
    };

    /// <summary>The <c>format</c> of jsonwrap (spec query 5.8), which does not know all of them.</summary>
    public static string Of(TableFormat format) => format switch
    {
        TableFormat.Json => "json",
        TableFormat.Jsonp => "jsonp",
        TableFormat.DataTable => "datatable",
        TableFormat.DataSource => "datasource",
        TableFormat.Csv => "csv",
        TableFormat.Tsv => "tsv",
        TableFormat.Html => "html",
        TableFormat.Ssv => "ssv",
        TableFormat.SsvComma => "ssvcomma",
        TableFormat.Array => "array",
        _ => "unknown",
    };

    /// <summary>One value a row instead of one a dimension.</summary>
    public static bool IsSingle(TableFormat format) =>
        format is TableFormat.Ssv or TableFormat.SsvComma or TableFormat.Array;

    /// <summary>Jsonwrap carries these as a quoted string.</summary>
    public static bool IsText(TableFormat format) => format is TableFormat.Ssv or TableFormat.SsvComma
        or TableFormat.Csv or TableFormat.Tsv or TableFormat.Markdown or TableFormat.Html;
}
