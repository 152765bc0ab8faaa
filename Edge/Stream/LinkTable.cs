using Edge.Sys;
using Edge.Text;

namespace Edge.Stream;

/// <summary>Links for people: one line each, a second one for what went wrong. No line is longer than
/// <see cref="Columns"/>, and nothing that a peer has named reaches a terminal but printable ASCII.</summary>
internal static class LinkTable
{
    public const int Columns = 120;

    // 24 + 9 + 10 + 7 + 23 + 5 + 3 + 7 + 7 + 5 + 6 = 106, and ten gaps of one column are 116.
    private const int HostColumns = 24;
    private const int RoleColumns = 9;
    private const int StateColumns = 10;
    private const int SpanColumns = 7;
    private const int PeerColumns = 23;
    private const int VersionColumns = 5;
    private const int TlsColumns = 3;
    private const int RateColumns = 7;
    private const int BufferColumns = 5;
    private const int ReconnectColumns = 6;

    /// <param name="body">Written to.</param>
    /// <param name="head">The first line.</param>
    /// <param name="links">Shown.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public static void Write(ByteWriter body, string head, List<LinkReading> links, int total, long nowUsec)
    {
        Line(body, head);
        Row(body, ["HOST", "ROLE", "STATE", "FOR", "PEER", "VER", "TLS", "IN/s", "OUT/s", "BUF", "RECONN"]);
        foreach (LinkReading link in links)
        {
            bool isLink = link.Role != LinkRole.Local;
            Row(body,
            [
                link.Host.Info.Hostname,
                link.Role switch
                {
                    LinkRole.Local => "local",
                    LinkRole.Receiving => "receiving",
                    _ => "sending",
                },
                link.State,
                link.SinceUsec > 0 ? Span((nowUsec - link.SinceUsec) / Clock.UsecPerSecond) : "-",
                link.Peer.Length > 0 ? link.Peer : "-",
                link.Version >= 0 ? link.Version.ToString() : "-",
                !isLink ? "-" : link.IsEncrypted ? "yes" : "no",
                isLink ? Size(link.ReceivedPerSecond) : "-",
                isLink ? Size(link.SentPerSecond) : "-",
                link.BufferMax > 0 ? $"{link.BufferBytes * 100L / link.BufferMax}%" : "-",
                isLink ? link.Reconnects.ToString() : "-",
            ]);
            Notes(body, link, nowUsec);
        }

        if (total > links.Count)
        {
            Line(body, $"... and {total - links.Count} more");
        }
    }

    /// <summary>Two units at most: <c>42s</c>, <c>5m03s</c>, <c>3h12m</c>, <c>41d07h</c>.</summary>
    public static string Span(long seconds)
    {
        seconds = Math.Max(0, seconds);
        return seconds switch
        {
            < 60 => $"{seconds}s",
            < 3_600 => $"{seconds / 60}m{seconds % 60:00}s",
            < 86_400 => $"{seconds / 3_600}h{seconds / 60 % 60:00}m",
            < 1000L * 86_400 => $"{seconds / 86_400}d{seconds / 3_600 % 24:00}h",
            _ => $"{Math.Min(seconds / 86_400, 999_999)}d",
        };
    }

    /// <summary>Bytes with K, M or G for powers of 1024; at most 6 characters below 10,000 GiB.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{Math.Max(0, bytes)}",
        < 1024 * 1024 => Fraction(bytes, 1024, 'K'),
        < 1024L * 1024 * 1024 => Fraction(bytes, 1024 * 1024, 'M'),
        _ => Fraction(bytes, 1024L * 1024 * 1024, 'G'),
    };

    private static string Fraction(long bytes, long unit, char letter) =>
        bytes < 10 * unit ? $"{bytes / unit}.{bytes % unit * 10 / unit}{letter}" : $"{bytes / unit}{letter}";

    private static void Notes(ByteWriter body, in LinkReading link, long nowUsec)
    {
        if (link.LostBlocks > 0 || link.LostBytes > 0)
        {
            Line(body, $"    not sent: {link.LostSamples} samples in {link.LostBlocks} updates, "
                + $"{link.LostBytes} bytes");
        }

        if (link.LastError != null)
        {
            Line(body, $"    {Span((nowUsec - link.LastErrorUsec) / Clock.UsecPerSecond)} ago: "
                + link.LastError);
        }
    }

    private static void Row(ByteWriter body, ReadOnlySpan<string> cells)
    {
        ReadOnlySpan<int> widths =
        [
            HostColumns, RoleColumns, StateColumns, SpanColumns, PeerColumns, VersionColumns, TlsColumns,
            -RateColumns, -RateColumns, -BufferColumns, -ReconnectColumns,
        ];
        var line = new System.Text.StringBuilder(Columns);
        for (int i = 0; i < cells.Length; i++)
        {
            string cell = Fit(cells[i], Math.Abs(widths[i]));
            line.Append(i > 0 ? " " : "");
            line.Append(widths[i] < 0 ? cell.PadLeft(-widths[i]) : cell.PadRight(widths[i]));
        }

        Line(body, line.ToString());
    }

    private static void Line(ByteWriter body, string text) => body.Add(Fit(text, Columns)).Add((byte)'\n');

    /// <summary>What is cut ends in a tilde; what is not printable ASCII becomes a question mark.</summary>
    private static string Fit(string text, int columns)
    {
        string cut = text.Length <= columns ? text : string.Concat(text.AsSpan(0, columns - 1), "~");
        return cut.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
            ? cut
            : string.Create(cut.Length, cut, static (chars, from) =>
            {
                for (int i = 0; i < chars.Length; i++)
                {
                    chars[i] = from[i] is >= ' ' and <= '~' ? from[i] : '?';
                }
            });
    }
}
