using System.Text;
using Edge.Net;

namespace Edge.Http;

/// <summary>
/// The grammar of requests (spec api 9.1, streaming 3):
/// <c>(GET|OPTIONS|STREAM) SP target SP HTTP/anything CRLF *(name: value CRLF) CRLF</c>. Pure.
/// </summary>
internal static class RequestReader
{
    // What Edge looks at. Others are dropped, so no client decides how much is kept.
    private static readonly string[] HeaderNames =
    [
        "accept-encoding", "connection", "cookie", "dnt", "host", "origin", "user-agent", "x-auth-token",
        "x-forwarded-host", "x-forwarded-proto",
    ];

    /// <param name="bytes">Everything received for this request.</param>
    /// <param name="reads">In how many reads; surplus bytes are an error in the first only.</param>
    /// <param name="connection">For the request.</param>
    /// <param name="request">When complete.</param>
    public static Reading Read(
        ReadOnlySpan<byte> bytes, int reads, IConnection connection, out HttpRequest? request)
    {
        request = null;
        string? method = Method(bytes, out bool mayBecomeOne);
        if (method == null)
        {
            return mayBecomeOne ? Reading.Incomplete : Reading.NotUnderstood;
        }

        int end = bytes.IndexOf("\r\n\r\n"u8);
        if ((end < 0 ? bytes.Length : end + 4) > Limits.RequestBytesMax)
        {
            return Reading.TooBig;
        }

        if (end < 0)
        {
            return Reading.Incomplete;
        }

        ReadOnlySpan<byte> head = bytes[..end];
        int lineEnd = head.IndexOf("\r\n"u8);
        ReadOnlySpan<byte> line = (lineEnd < 0 ? head : head[..lineEnd])[(method.Length + 1)..];
        int protocol = line.IndexOf(" HTTP/"u8);
        bool hasSurplus = reads == 1 && !bytes.EndsWith("\r\n\r\n"u8);
        if (hasSurplus || protocol < 0)
        {
            return Reading.NotUnderstood;
        }

        string? target = Target.Decode(line[..protocol]);
        if (target == null)
        {
            return Reading.BadTarget;
        }

        bool isStream = method == "STREAM";
        int question = isStream ? -1 : target.IndexOf('?');
        string path = question < 0 ? target : target[..question];
        request = new HttpRequest
        {
            Method = method,
            Path = isStream ? "" : path.StartsWith('/') ? path : "/" + path,
            Query = isStream ? target : question < 0 ? "" : target[(question + 1)..],
            Headers = Headers(lineEnd < 0 ? [] : head[(lineEnd + 2)..]),
            Connection = connection,
            Raw = bytes.ToArray(),
        };
        return Reading.Complete;
    }

    private static string? Method(ReadOnlySpan<byte> bytes, out bool mayBecomeOne)
    {
        mayBecomeOne = true;
        if (bytes.StartsWith("GET "u8))
        {
            return "GET";
        }

        if (bytes.StartsWith("STREAM "u8))
        {
            return "STREAM";
        }

        if (bytes.StartsWith("OPTIONS "u8))
        {
            return "OPTIONS";
        }

        mayBecomeOne =
            "GET "u8.StartsWith(bytes) || "STREAM "u8.StartsWith(bytes) || "OPTIONS "u8.StartsWith(bytes);
        return null;
    }

    private static Dictionary<string, string> Headers(ReadOnlySpan<byte> text)
    {
        var headers = new Dictionary<string, string>();
        while (!text.IsEmpty)
        {
            int end = text.IndexOf("\r\n"u8);
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 2)..];
            int colon = line.IndexOf((byte)':');
            if (colon > 0 && Name(line[..colon].Trim(" \t"u8)) is string name)
            {
                headers[name] = Value(line[(colon + 1)..]);
            }
        }

        return headers;
    }

    private static string? Name(ReadOnlySpan<byte> text)
    {
        foreach (string name in HeaderNames)
        {
            if (Ascii.EqualsIgnoreCase(text, name))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Values are echoed in answers and logs, so they end at the first control character.</summary>
    private static string Value(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t"u8);
        int control = text.IndexOfAnyInRange((byte)0, (byte)0x1f);
        return Encoding.UTF8.GetString(control < 0 ? text : text[..control]);
    }
}
