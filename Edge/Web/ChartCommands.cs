using Edge.Http;
using Edge.Query;
using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Web;

/// <summary><c>charts</c>, <c>chart</c> and <c>archivedcharts</c> (spec api 3.2 to 3.4).</summary>
internal sealed class ChartCommands(HostTable hosts, WebOptions options, IAlarmNotes alarms)
{
    /// <summary>
    /// Viewable charts, newest first. Being listed counts as being looked at, which keeps a chart alive.
    /// </summary>
    public void AnswerAll(Host host, HttpRequest request, HttpResponse response, long nowUsec)
    {
        Cacheable(response);
        ByteWriter body = response.Body;
        using (host.Gate.Enter())
        {
            Open(body, host);
            (int charts, int dimensions, long bytes) = (0, 0, 0);
            for (int i = host.Charts.Count - 1; i >= 0; i--)
            {
                Chart chart = host.Charts[i];
                if (!chart.IsViewable)
                {
                    continue;
                }

                body.Add(charts++ > 0 ? ",\n\t\t\""u8 : "\n\t\t\""u8).Add(chart.Id).Add("\": "u8);
                dimensions += ChartJson.Write(chart, alarms, body);
                bytes += ChartJson.MemoryBytes(chart);
                chart.LastAccessedSec = nowUsec / Clock.UsecPerSecond;
            }

            Close(body, charts, dimensions, alarms.CountLinked(host), bytes);
        }
    }

    /// <summary>Any chart, hidden and obsolete ones too.</summary>
    public void AnswerOne(Host host, HttpRequest request, HttpResponse response, long nowUsec)
    {
        string? name = Pairs.Last(request.Query, "chart");
        if (name == null)
        {
            response.Fail(400, "No chart id is given at the request.");
            return;
        }

        using (host.Gate.Enter())
        {
            Chart? chart = host.FindByIdOrName(name);
            if (chart == null)
            {
                response.Fail(404, $"Chart is not found: {JsonText.EscapeHtml(name)}");
                return;
            }

            Cacheable(response);
            ChartJson.Write(chart, alarms, response.Body);
            chart.LastAccessedSec = nowUsec / Clock.UsecPerSecond;
        }
    }

    /// <summary>
    /// Charts that are on disk and nowhere else, by their ids. Where nothing is known of such charts the
    /// answer is empty (3.4); so it is where there are none in ring files, of which the reference knows
    /// nothing.
    /// </summary>
    public void AnswerArchived(Host host, HttpRequest request, HttpResponse response, long nowUsec)
    {
        Cacheable(response);
        List<KeptChart> gone = host.Kept?.Gone(host) ?? [];
        if (gone.Count == 0 && host.Options.Mode != MemoryMode.DbEngine)
        {
            return;
        }

        gone.Sort(static (a, b) => string.CompareOrdinal(a.Id, b.Id));
        ByteWriter body = response.Body;
        using (host.Gate.Enter())
        {
            Open(body, host);
        }

        int dimensions = 0;
        for (int i = 0; i < gone.Count; i++)
        {
            body.Add(i > 0 ? ",\n\t\t\""u8 : "\n\t\t\""u8).Add(gone[i].Id).Add("\": "u8);
            dimensions += ChartJson.Write(gone[i], body);
        }

        Close(body, gone.Count, dimensions, 0, 0);
    }

    /// <summary>
    /// Public for a day although the answer is live: clients defeat it with a parameter (spec api 2).
    /// </summary>
    private static void Cacheable(HttpResponse response)
    {
        response.ContentType = ContentTypes.Json;
        response.IsCacheable = true;
    }

    /// <summary>Up to and including the opening of <c>charts</c>.</summary>
    private void Open(ByteWriter body, Host host)
    {
        body.Add("{\n\t\"hostname\": \""u8).Add(host.Info.Hostname)
            .Add("\",\n\t\"version\": \""u8).Add(host.Info.ProgramVersion)
            .Add("\",\n\t\"release_channel\": \""u8).Add(options.ReleaseChannel)
            .Add("\",\n\t\"os\": \""u8).Add(host.Info.Os)
            .Add("\",\n\t\"timezone\": \""u8).Add(host.Info.Timezone)
            .Add("\",\n\t\"update_every\": "u8).Add(host.Info.UpdateEvery)
            .Add(",\n\t\"history\": "u8).Add(host.Options.HistoryEntries)
            .Add(",\n\t\"memory_mode\": \""u8).Add(MemoryModeNames.Of(host.Options.Mode))
            .Add("\",\n\t\"custom_info\": \""u8).Add(options.CustomInfo)
            .Add("\",\n\t\"charts\": {"u8);
    }

    /// <summary>
    /// From the closing of <c>charts</c> on. Other hosts are only named, so their gates stay alone.
    /// </summary>
    private void Close(ByteWriter body, int charts, int dimensions, int linked, long bytes)
    {
        body.Add("\n\t},\n\t\"charts_count\": "u8).Add(charts)
            .Add(",\n\t\"dimensions_count\": "u8).Add(dimensions)
            .Add(",\n\t\"alarms_count\": "u8).Add(linked)
            .Add(",\n\t\"rrd_memory_bytes\": "u8).Add(bytes);
        Host[] all = hosts.All;
        body.Add(",\n\t\"hosts_count\": "u8).Add(all.Length).Add(",\n\t\"hosts\": ["u8);
        for (int i = 0; i < all.Length; i++)
        {
            body.Add(i > 0 ? ",\n\t\t{\n\t\t\t\"hostname\": \""u8 : "\n\t\t{\n\t\t\t\"hostname\": \""u8)
                .Add(all[i].Info.Hostname).Add("\"\n\t\t}"u8);
        }

        body.Add("\n\t]\n}\n"u8);
    }
}
