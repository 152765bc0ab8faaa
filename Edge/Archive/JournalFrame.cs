using System.Buffers.Binary;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Around each second of a journal: length, and the sum of all payloads so far, for none makes sense without
/// those before. A zero where a length should be: the rest of the page is empty.
/// </summary>
internal static class JournalFrame
{
    /// <summary>What a medium writes at a time; frames behind a sync may begin with a fresh one.</summary>
    public const int PageBytes = 4096;

    /// <param name="target">Where to.</param>
    /// <param name="payload">Of the frame.</param>
    /// <param name="sum">Of the frames before in the file, 0 for the first; of this one afterwards.</param>
    public static void Write(ByteSink target, ReadOnlySpan<byte> payload, ref uint sum)
    {
        sum = Crc32C.Of(payload, sum);
        target.Varint((ulong)payload.Length);
        target.U32(sum);
        target.Bytes(payload);
    }

    /// <summary>The next whole frame of a file.</summary>
    /// <param name="file">All of it.</param>
    /// <param name="at">Where to look; behind the frame afterwards, or else where it was.</param>
    /// <param name="sum">Of the frames before; of this one afterwards.</param>
    /// <param name="payload">Of the frame.</param>
    /// <returns>False: there is none.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> file, scoped ref int at, scoped ref uint sum, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        int begin = at;
        while (begin < file.Length && file[begin] == 0)
        {
            begin += Math.Min(PageBytes - (begin % PageBytes), file.Length - begin);
        }

        var source = new ByteSource(file[begin..]);
        int length = source.Small(Limits.RecordBytesMax);
        uint said = source.U32();
        payload = source.Take(length);
        if (source.Failed || said != Crc32C.Of(payload, sum))
        {
            return false;
        }

        sum = said;
        at = file.Length - source.Left;
        return true;
    }
}
