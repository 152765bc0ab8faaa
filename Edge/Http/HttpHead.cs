using System.Buffers;
using System.Buffers.Text;
using Edge.Text;

namespace Edge.Http;

/// <summary>Writes the head of an answer, line by line in the reference's order (spec api 9.2).</summary>
internal static class HttpHead
{
    private const int DaySeconds = 86400;
    private const string CookieName = "Set-Cookie:";

    /// <param name="head">Written to.</param>
    /// <param name="options">Of the node.</param>
    /// <param name="request">Null: not understood.</param>
    /// <param name="response">Filled by a page.</param>
    /// <param name="isKeptAlive">Whether the connection stays.</param>
    /// <param name="isPacked">Whether the body goes as gzip in chunks.</param>
    /// <param name="nowUsec">Wall clock.</param>
    public static void Write(
        ByteWriter head, HttpOptions options, HttpRequest? request, HttpResponse response, bool isKeptAlive,
        bool isPacked, long nowUsec)
    {
        long nowSec = nowUsec / 1_000_000;
        head.Add(
            "HTTP/1.1 "u8).Add(response.Status).Add(" "u8).Add(Status.Message(response.Status)).Add("\r\n"u8);
        head.Add(isKeptAlive ? "Connection: keep-alive\r\n"u8 : "Connection: close\r\n"u8);
        Line(head, "Server: "u8, options.Server);
        Line(head, "Access-Control-Allow-Origin: "u8, Origin(request));
        head.Add("Access-Control-Allow-Credentials: true\r\n"u8);
        Line(head, "Content-Type: "u8, response.ContentType);
        Date(head, "Date: "u8, response.DateSec != 0 ? response.DateSec : nowSec);
        if (options.FrameOptions.Length > 0)
        {
            Line(head, "X-Frame-Options: "u8, options.FrameOptions);
        }

        bool hasCookies = Custom(head, response.Headers, areCookies: true);
        if (options.RespectsDoNotTrack)
        {
            head.Add(hasCookies ? "Tk: T;cookies\r\n"u8 : "Tk: N\r\n"u8);
        }

        if (request?.Method == "OPTIONS")
        {
            head.Add("Access-Control-Allow-Methods: GET, OPTIONS\r\n"u8);
            head.Add("Access-Control-Allow-Headers: accept, x-requested-with, origin, content-type, "u8);
            head.Add("cookie, pragma, cache-control, x-auth-token\r\nAccess-Control-Max-Age: 1209600\r\n"u8);
        }
        else
        {
            Caching(head, options, response, nowSec);
        }

        Custom(head, response.Headers, areCookies: false);
        if (isPacked)
        {
            head.Add("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"u8);
        }
        else if (response.Body.Count > 0)
        {
            head.Add("Content-Length: "u8).Add(response.Body.Count).Add("\r\n"u8);
        }

        head.Add("\r\n"u8);
    }

    private static string Origin(HttpRequest? request) =>
        request != null && request.Headers.TryGetValue("origin", out string? origin) && origin.Length > 0
            ? origin
            : "*";

    private static void Caching(ByteWriter head, HttpOptions options, HttpResponse response, long nowSec)
    {
        head.Add(
            response.IsCacheable
                ? "Cache-Control: public\r\n"u8
                : "Cache-Control: no-cache, no-store, must-revalidate\r\nPragma: no-cache\r\n"u8);
        long usualSec = nowSec + (response.IsCacheable ? DaySeconds : options.UpdateEvery);
        Date(head, "Expires: "u8, response.ExpiresSec != 0 ? response.ExpiresSec : usualSec);
    }

    private static bool Custom(ByteWriter head, List<string> lines, bool areCookies)
    {
        bool any = false;
        foreach (string line in lines)
        {
            if (line.StartsWith(CookieName, StringComparison.OrdinalIgnoreCase) == areCookies)
            {
                Line(head, default, line);
                any = true;
            }
        }

        return any;
    }

    /// <summary>
    /// Texts from requests may be in here; a line break would let a client write headers of its own.
    /// </summary>
    private static void Line(ByteWriter head, ReadOnlySpan<byte> name, string value)
    {
        int start = head.Add(name).Count;
        head.Add(value);
        head.Add("\r\n"u8);
        ReadOnlySpan<byte> written = head.Written[start..^2];
        int end = written.IndexOfAnyInRange((byte)0, (byte)0x1f);
        if (end >= 0)
        {
            head.Truncate(start + end);
            head.Add("\r\n"u8);
        }
    }

    /// <summary>One header line with a date, seconds since 1970.</summary>
    public static void Date(ByteWriter head, ReadOnlySpan<byte> name, long sec)
    {
        head.Add(name);
        DateTime date = DateTime.UnixEpoch.AddSeconds(Math.Clamp(sec, 0, 253402300799));
        Utf8Formatter.TryFormat(date, head.GetSpan(32), out int written, new StandardFormat('R'));
        head.Advance(written);
        head.Add("\r\n"u8);
    }
}
