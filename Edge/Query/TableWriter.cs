using Edge.Store;
using Edge.Text;

namespace Edge.Query;

/// <summary>Writes an open table in the format that was asked for (spec query 5).</summary>
internal static class TableWriter
{
    private const string GoogleHandler = "google.visualization.Query.setResponse";

    /// <summary>
    /// The caller has looked at the size already; what is written here is not limited again.
    /// </summary>
    public static void Write(Table table, ByteWriter writer)
    {
        Question question = table.Question;
        switch (question.Format)
        {
            case TableFormat.Jsonp:
                writer.Add(question.Callback ?? "callback").Add("("u8);
                WriteWrapped(table, writer);
                writer.Add(");"u8);
                break;
            case TableFormat.DataSource:
                WriteDataSource(table, writer);
                break;
            default:
                WriteWrapped(table, writer);
                break;
        }
    }

    /// <summary>Spec query 5.4: tells the client when it has the newest row already.</summary>
    private static void WriteDataSource(Table table, ByteWriter writer)
    {
        Question question = table.Question;
        writer.Add(question.Callback ?? GoogleHandler).Add("({version:'"u8).Add(question.GoogleVersion)
            .Add("',reqId:'"u8).Add(question.GoogleRequestId);
        if (question.GoogleSignature > 0 && question.GoogleSignature >= table.Window.Before)
        {
            writer.Add("',status:'error',errors:[{reason:'not_modified',message:'Data not modified'}]});"u8);
            return;
        }

        writer.Add("',status:'ok',sig:'"u8).Add(table.Base.Series.LastEntrySec).Add("',table:"u8);
        WriteWrapped(table, writer);
        writer.Add("});"u8);
    }

    /// <summary>The result, alone or inside the members of <c>jsonwrap</c>.</summary>
    private static void WriteWrapped(Table table, ByteWriter writer)
    {
        if (!table.Question.Has(TableOptions.JsonWrap))
        {
            WriteResult(table, writer, isQuoted: false);
            return;
        }

        bool isGoogle = table.Question.Has(TableOptions.GoogleJson);
        bool isQuoted = FormatNames.IsText(table.Question.Format);
        ReadOnlySpan<byte> quote = !isQuoted ? default : isGoogle ? "'"u8 : "\""u8;
        WrapFormat.Open(table, writer);
        writer.Add(quote);
        Extremes extremes = WriteResult(table, writer, isQuoted);
        writer.Add(quote);
        WrapFormat.Close(isGoogle, table.Window.IsEmpty ? default : extremes, writer);
    }

    private static Extremes WriteResult(Table table, ByteWriter writer, bool isQuoted)
    {
        switch (table.Question.Format)
        {
            case TableFormat.Ssv or TableFormat.SsvComma or TableFormat.Array:
                return SingleFormat.Write(table, writer);
            case TableFormat.DataTable or TableFormat.DataSource:
                GoogleFormat.Write(table, writer);
                break;
            case TableFormat.Json or TableFormat.Jsonp:
                JsonFormat.Write(table, writer);
                break;
            default:
                LineFormat.Write(table, writer, isQuoted);
                break;
        }

        return table.Extremes;
    }
}
