using Edge.Http;
using Edge.Query;
using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Web;

/// <summary>
/// <c>/api/v1/data</c>: finds the charts and answers with what Query makes of them (spec query 7).
/// </summary>
internal sealed class DataCommand(WebOptions options, QueryTally tally)
{
    private readonly Question _basis = new()
    {
        Zone = options.Zone,
        SesWindowMax = options.SesWindowMax,
        DesWindowMax = options.DesWindowMax,
    };

    /// <summary>
    /// Holds the host's gate until the last row is written into the response; sending comes later.
    /// </summary>
    public void Answer(Host host, HttpRequest request, HttpResponse response, long nowUsec)
    {
        Question question = QuestionText.Parse(request.Query, _basis);
        if (question.Chart == null && question.Context == null)
        {
            response.Fail(400, "No chart id is given at the request.");
            return;
        }

        using (host.Gate.Enter())
        {
            Chart[] charts = Find(host, question);
            if (charts.Length == 0)
            {
                response.Fail(404, Missing(question));
                return;
            }

            foreach (Chart chart in charts)
            {
                chart.LastAccessedSec = nowUsec / Clock.UsecPerSecond;
            }

            Write(charts, question, response, nowUsec);
        }
    }

    /// <summary>
    /// An answer of fixed times, or about nothing, will be the same tomorrow and may be cached.
    /// </summary>
    private void Write(Chart[] charts, Question question, HttpResponse response, long nowUsec)
    {
        using var table = new Table();
        if (charts.Length > Query.Limits.ChartsPerAnswer || !table.TryOpen(charts, question))
        {
            response.Fail(500, "Cannot generate output with these parameters on this chart.");
            return;
        }

        tally.Count(table);
        response.ContentType = TypeOf(question);
        if (question.FileName != null)
        {
            response.Headers.Add($"Content-Disposition: attachment; filename=\"{question.FileName}\"");
        }

        if (table.Window.IsAbsolute || table.Window.IsEmpty)
        {
            response.IsCacheable = true;
            response.ExpiresSec = (nowUsec / Clock.UsecPerSecond) + Limits.CacheSeconds;
        }

        TableWriter.Write(table, response.Body);
    }

    /// <summary>One chart, or those of a context, newest first, as far as their labels fit.</summary>
    private static Chart[] Find(Host host, Question question)
    {
        if (question.Chart != null)
        {
            return host.FindByIdOrName(question.Chart) is Chart chart ? [chart] : [];
        }

        NamePatterns? keys = question.ChartLabelKey == null ? null : new NamePatterns(question.ChartLabelKey);
        var found = new List<Chart>();
        for (int i = host.Charts.Count - 1; i >= 0; i--)
        {
            Chart chart = host.Charts[i];
            if (chart.Context == question.Context
                && (keys == null || Array.Exists(chart.Labels, label => keys.Matches(label.Key))))
            {
                found.Add(chart);
            }
        }

        return [.. found];
    }

    /// <summary>The sentence about what was not found; names come from the request and are escaped.</summary>
    private static string Missing(Question question) => question switch
    {
        { Chart: string chart } => $"Chart is not found: {JsonText.EscapeHtml(chart)}",
        { ChartLabelKey: string key } =>
            $"Context: {JsonText.EscapeHtml(question.Context!)} or chart label "
                + $"key: {JsonText.EscapeHtml(key)} not found",
        _ => $"Context is not found: {JsonText.EscapeHtml(question.Context!)}",
    };

    /// <summary>Spec query 5; a wrapped answer is JSON, unless it is a script.</summary>
    private static string TypeOf(Question question) => question.Format switch
    {
        TableFormat.Jsonp or TableFormat.DataSource => ContentTypes.JavaScript,
        _ when question.Has(TableOptions.JsonWrap) => ContentTypes.Json,
        TableFormat.Json or TableFormat.DataTable or TableFormat.CsvJsonArray => ContentTypes.Json,
        TableFormat.Array => ContentTypes.Json,
        TableFormat.Html => ContentTypes.Html,
        _ => ContentTypes.PlainText,
    };
}
