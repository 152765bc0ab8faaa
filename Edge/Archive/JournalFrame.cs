using System.Buffers.Binary;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Around each second of a journal: length and sum. A zero where a length should be: the rest of the page is
/// empty.
/// </summary>
internal static class JournalFrame
{
    /// <summary>What a medium writes at a time; frames behind a sync may begin with a fresh one.</summary>
    public const int PageBytes = 4096;

    public static void Write(ByteSink target, ReadOnlySpan<byte> payload)
    {
        target.Varint((ulong)payload.Length);
        target.U32(Crc32C.Of(payload));
        target.Bytes(payload);
    }

    /// <summary>The next whole frame of a file.</summary>
    /// <param name="file">All of it.</param>
    /// <param name="at">Where to look; behind the frame afterwards, or else where it should begin.</param>
    /// <param name="payload">Of the frame.</param>
    /// <returns>False: there is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> file, ref int at, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        while (at < file.Length && file[at] == 0)
        {
            at += Math.Min(PageBytes - (at % PageBytes), file.Length - at);
        }

        var source = new ByteSource(file[at..]);
        int length = source.Small(Limits.RecordBytesMax);
        uint sum = source.U32();
        payload = source.Take(length);
        if (source.Failed || sum != Crc32C.Of(payload))
        {
            return false;
        }

        at = file.Length - source.Left;
        return true;
    }
}
