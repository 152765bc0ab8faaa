using System.IO.Compression;
using System.Text;
using Edge.Text;

namespace Edge.Http;

/// <summary>
/// Packs a body as one gzip stream in one chunk. Named here alone, so nothing of it is loaded before.
/// </summary>
internal static class Gzip
{
    /// <summary>Appends <c>SIZE CRLF bytes CRLF 0 CRLF CRLF</c>.</summary>
    /// <param name="target">Appended to.</param>
    /// <param name="body">Not empty.</param>
    /// <param name="options">Level and strategy.</param>
    /// <returns>Packed bytes without the frame of the chunk.</returns>
    public static int Pack(ByteWriter target, ReadOnlySpan<byte> body, HttpOptions options)
    {
        using var packed = new MemoryStream();
        var how = new ZLibCompressionOptions
        {
            CompressionLevel = Math.Clamp(options.GzipLevel, 1, 9),
            CompressionStrategy = Strategy(options.GzipStrategy),
        };
        using (var stream = new GZipStream(packed, how, leaveOpen: true))
        {
            stream.Write(body);
        }

        int bytes = (int)packed.Length;
        target.Add(Encoding.ASCII.GetBytes(bytes.ToString("X"))).Add("\r\n"u8);
        target.Add(packed.GetBuffer().AsSpan(0, bytes)).Add("\r\n0\r\n\r\n"u8);
        return bytes;
    }

    public static bool IsWanted(HttpOptions options, HttpRequest? request) =>
        options.Gzip && request != null
        && request.Headers.TryGetValue("accept-encoding", out string? accepted)
        && accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase);

    private static ZLibCompressionStrategy Strategy(string name) => name switch
    {
        "filtered" => ZLibCompressionStrategy.Filtered,
        "huffman only" => ZLibCompressionStrategy.HuffmanOnly,
        "rle" => ZLibCompressionStrategy.RunLengthEncoding,
        "fixed" => ZLibCompressionStrategy.Fixed,
        _ => ZLibCompressionStrategy.Default,
    };
}
