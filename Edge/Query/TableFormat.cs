namespace Edge.Query;

/// <summary>How rows are written (spec query 5).</summary>
internal enum TableFormat : byte
{
    Json,
    Jsonp,
    DataTable,
    DataSource,
    Csv,
    Tsv,
    Markdown,
    CsvJsonArray,
    Html,
    Ssv,
    SsvComma,
    Array,
}
