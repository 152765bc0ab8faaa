using Edge.Http;
using Edge.Net;
using Edge.Protocol;
using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Stream;

/// <summary>
/// <c>/api/v1/edge/links</c>: all hosts and links, as JSON or, with <c>format=table</c>, for people;
/// <c>host=</c> a name or GUID keeps the links of one host. Any thread.
/// </summary>
internal sealed class LinkPage(LinkBook book, string program, long startedUsec)
{
    public const string Command = "edge/links";

    private static readonly (Capabilities Flag, string Name)[] Flags =
    [
        (Capabilities.V1, "V1"), (Capabilities.V2, "V2"), (Capabilities.VN, "VN"),
        (Capabilities.VCaps, "VCAPS"), (Capabilities.HostLabels, "HLABELS"), (Capabilities.Claim, "CLAIM"),
        (Capabilities.ChartLabels, "CLABELS"), (Capabilities.Compression, "COMPRESSION"),
        (Capabilities.Functions, "FUNCTIONS"), (Capabilities.Replication, "REPLICATION"),
        (Capabilities.Binary, "BINARY"),
    ];

    /// <param name="host">Of no meaning: the links are the node's.</param>
    /// <param name="request">Its query is looked at.</param>
    /// <param name="response">Cleared.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public void Answer(Host host, HttpRequest request, HttpResponse response, long nowUsec)
    {
        string? wanted = ValueOf(request.Query, "host=");
        var links = new List<LinkReading>();
        book.Read(links);
        if (wanted != null)
        {
            links.RemoveAll(link =>
                link.Host.Info.Hostname != wanted && link.Host.Info.MachineGuid != wanted);
        }

        int total = links.Count;
        if (total > Limits.LinksInAnswer)
        {
            links.RemoveRange(Limits.LinksInAnswer, total - Limits.LinksInAnswer);
        }

        if (ValueOf(request.Query, "format=") == "table")
        {
            string head = $"{program} on {book.Local.Info.Hostname}, up "
                + $"{LinkTable.Span((nowUsec - startedUsec) / Clock.UsecPerSecond)}, "
                + $"{book.HostCount} hosts, {total} links";
            LinkTable.Write(response.Body, head, links, total, nowUsec);
            return;
        }

        response.ContentType = ContentTypes.Json;
        WriteJson(response.Body, links, total, nowUsec);
    }

    private void WriteJson(ByteWriter body, List<LinkReading> links, int total, long nowUsec)
    {
        body.Add("{\n\t\"program\": \""u8).AddEscaped(program).Add("\",\n\t\"host\": \""u8)
            .AddLabelValue(book.Local.Info.Hostname).Add("\",\n\t\"guid\": \""u8)
            .AddLabelValue(book.Local.Info.MachineGuid).Add("\",\n\t\"started\": "u8)
            .Add(Seconds(startedUsec)).Add(",\n\t\"now\": "u8).Add(Seconds(nowUsec))
            .Add(",\n\t\"hosts_count\": "u8).Add(book.HostCount)
            .Add(",\n\t\"links_count\": "u8).Add(total).Add(",\n\t\"links\": ["u8);
        for (int i = 0; i < links.Count; i++)
        {
            body.Add(i > 0 ? ",\n\t\t{ "u8 : "\n\t\t{ "u8);
            WriteLink(body, links[i]);
            body.Add(" }"u8);
        }

        body.Add("\n\t]\n}\n"u8);
    }

    private static void WriteLink(ByteWriter body, in LinkReading link)
    {
        Text(body, "host", link.Host.Info.Hostname);
        Text(body, "guid", link.Host.Info.MachineGuid);
        Text(body, "role", link.Role switch
        {
            LinkRole.Local => "local",
            LinkRole.Receiving => "receiving",
            _ => "sending",
        });
        Text(body, "state", link.State);
        body.Add("\"up\": "u8).Add(link.IsUp ? "true, "u8 : "false, "u8);
        Number(body, "since", Seconds(link.SinceUsec));
        Text(body, "peer", link.Peer);
        if (link.Version >= 0)
        {
            Number(body, "version", link.Version);
        }
        else
        {
            body.Add("\"version\": null, "u8);
        }

        body.Add("\"capabilities\": ["u8);
        bool any = false;
        foreach ((Capabilities flag, string name) in Flags)
        {
            if ((link.Capabilities & flag) != 0)
            {
                body.Add(any ? ", \""u8 : "\""u8).Add(name).Add("\""u8);
                any = true;
            }
        }

        body.Add(link.IsEncrypted ? "], \"tls\": true, "u8 : "], \"tls\": false, "u8);
        Number(body, "bytes_sent", link.BytesSent);
        Number(body, "bytes_received", link.BytesReceived);
        Number(body, "sent_per_second", link.SentPerSecond);
        Number(body, "received_per_second", link.ReceivedPerSecond);
        Number(body, "buffer_bytes", link.BufferBytes);
        Number(body, "buffer_limit", link.BufferMax);
        Number(body, "updates", link.Updates);
        Number(body, "connections", link.Connections);
        Number(body, "reconnects", link.Reconnects);
        Number(body, "lost_updates", link.LostBlocks);
        Number(body, "lost_samples", link.LostSamples);
        Number(body, "lost_bytes", link.LostBytes);
        if (link.LastError != null)
        {
            Text(body, "last_error", link.LastError);
        }
        else
        {
            body.Add("\"last_error\": null, "u8);
        }

        body.Add("\"last_error_at\": "u8).Add(Seconds(link.LastErrorUsec));
    }

    private static long Seconds(long usec) => usec / Clock.UsecPerSecond;

    private static void Text(ByteWriter body, string key, string value) =>
        body.Add("\""u8).Add(key).Add("\": \""u8).AddLabelValue(value).Add("\", "u8);

    private static void Number(ByteWriter body, string key, long value) =>
        body.Add("\""u8).Add(key).Add("\": "u8).Add(value).Add(", "u8);

    /// <summary>Null: the query does not have it.</summary>
    private static string? ValueOf(string query, string name)
    {
        foreach (string pair in query.Split('&'))
        {
            if (pair.StartsWith(name, StringComparison.Ordinal))
            {
                return pair[name.Length..];
            }
        }

        return null;
    }
}
