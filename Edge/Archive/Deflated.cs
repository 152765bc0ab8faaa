using System.IO.Compression;

namespace Edge.Archive;

/// <summary>A whole piece of bytes, packed: varint of its length, then a deflate stream.</summary>
internal static class Deflated
{
    public static void Pack(ByteSink plain, ByteSink target)
    {
        target.Varint((ulong)plain.Length);
        using var deflate = new DeflateStream(new SinkStream(target), CompressionLevel.Optimal);
        deflate.Write(plain.Written);
    }

    /// <summary>False: damaged.</summary>
    public static bool TryUnpack(ReadOnlySpan<byte> packed, ByteSink plain)
    {
        var source = new ByteSource(packed);
        int length = source.Small(Limits.ExtentBytes);
        plain.Clear();
        if (source.Failed || length > (long)packed.Length * Limits.DeflateRatio)
        {
            return false;
        }

        using var input = new ByteSink();
        input.Bytes(source.Take(source.Left));
        try
        {
            using var inflate = new DeflateStream(new SourceStream(input), CompressionMode.Decompress);
            return inflate.ReadAtLeast(plain.Room(length), length, throwOnEndOfStream: false) == length;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
