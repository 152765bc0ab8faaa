using System.Text;
using Edge.Text;

namespace Edge.Http;

/// <summary>What a client hears that should have come encrypted (spec tls 3.2, 3.3).</summary>
internal static class PlainRefusal
{
    // The reference's buffer for the name.
    private const int HostnameChars = 255;

    private const string Page = "<!DOCTYPE html><html><head><title>Moved</title></head>"
        + "<body onload=\"location.replace('https:' + location.href.substring(5))\">"
        + "This page is served encrypted only: use https:// instead of http://.</body></html>";

    /// <summary>
    /// Head and body of the way to the encrypted page; the reference writes no other headers here.
    /// </summary>
    /// <param name="head">Written to.</param>
    /// <param name="options">Of the node.</param>
    /// <param name="request">GET or OPTIONS.</param>
    /// <param name="nowUsec">Wall clock.</param>
    /// <returns>Bytes of the body.</returns>
    public static int Redirect(ByteWriter head, HttpOptions options, HttpRequest request, long nowUsec)
    {
        string host = request.Headers.GetValueOrDefault("host", "");
        head.Add("HTTP/1.1 301 Moved Permanently\r\nLocation: https://"u8).Add(host);
        head.Add(TargetOf(request.Raw.Span)).Add("\r\n"u8);
        if (options.FrameOptions.Length > 0)
        {
            head.Add("X-Frame-Options: "u8).Add(options.FrameOptions).Add("\r\n"u8);
        }

        head.Add("Cache-Control: no-cache, no-store, must-revalidate\r\nPragma: no-cache\r\n"u8);
        HttpHead.Date(head, "Expires: "u8, (nowUsec / 1_000_000) + options.UpdateEvery);
        head.Add("Content-Length: "u8).Add(Page.Length).Add("\r\n\r\n"u8).Add(Page);
        return Page.Length;
    }

    /// <summary>The line for error.log, with the name that the child gives itself.</summary>
    public static string StreamText(ReadOnlySpan<byte> request)
    {
        int start = request.IndexOf("hostname="u8);
        string name = "not available";
        if (start >= 0)
        {
            ReadOnlySpan<byte> value = request[(start + 9)..];
            int end = value.IndexOfAny((byte)'&', (byte)' ', (byte)'\r');
            value = end < 0 ? value : value[..end];
            name = Encoding.UTF8.GetString(value[..Math.Min(value.Length, HostnameChars)]);
        }

        return "The server is configured to always use encrypted connections, please enable the SSL on child "
            + $"with hostname '{name}'.";
    }

    // As it was received, up to anything that would end the line.
    private static ReadOnlySpan<byte> TargetOf(ReadOnlySpan<byte> request)
    {
        ReadOnlySpan<byte> target = request[(request.IndexOf((byte)' ') + 1)..];
        int end = target.IndexOf(" HTTP/"u8);
        target = end < 0 ? default : target[..end];
        int control = target.IndexOfAnyInRange((byte)0, (byte)0x1f);
        return control < 0 ? target : target[..control];
    }
}
