using System.Text;
using Edge.Stream;

namespace Edge.Tests.Stream;

/// <summary>Frames for tests: the recorded stream, and texts as frames and back.</summary>
internal static class FrameStream
{
    /// <summary>VCAPS, HLABELS, CLAIM, CLABELS, COMPRESSION.</summary>
    public const int Version = 1984;

    /// <summary>What the 1.37.1 child sent after the answer, frames as they came.</summary>
    public static byte[] Recorded()
    {
        byte[] bytes = Captures.Bytes("captures/streams/1.37.1-to-1.37.1-lz4/c2s");
        return bytes[(bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..];
    }

    /// <summary>Its text without the lines of replication and functions, which a peer that has not agreed to
    /// them does not send.</summary>
    public static string Plain()
    {
        var text = new StringBuilder();
        foreach (string line in Encoding.UTF8.GetString(Undo(Recorded())).Split('\n'))
        {
            string word = line.Split(' ')[0];
            if (word is not ("CHART_DEFINITION_END" or "RBEGIN" or "RSET" or "RDSTATE" or "RSSTATE" or "REND"
                or "FUNCTION" or ""))
            {
                text.Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>One commit for each piece.</summary>
    public static byte[] Of(IEnumerable<byte[]> pieces)
    {
        using var writer = new FrameWriter();
        List<byte> bytes = [];
        foreach (byte[] piece in pieces)
        {
            bytes.AddRange(writer.Frames(piece));
        }

        return bytes.ToArray();
    }

    /// <summary>Reads of the given sizes; takes whole lines after each, as a receiver does.</summary>
    public static byte[] Undo(byte[] bytes, Func<int>? next = null)
    {
        using var reader = new FrameReader();
        List<byte> text = [];
        int filled = 0;
        int used = 0;
        while (filled < bytes.Length)
        {
            filled = Math.Min(bytes.Length, filled + (next?.Invoke() ?? 30_000));
            for (int more = 1; more > 0 && reader.Fault == null;)
            {
                more = reader.Fill(bytes.AsSpan(used, filled - used));
                used += more;
                TakeLines(reader, text);
            }
        }

        text.AddRange(reader.Text);
        return text.ToArray();
    }

    private static void TakeLines(FrameReader reader, List<byte> text)
    {
        for (int end; (end = reader.Text.LastIndexOf((byte)'\n') + 1) > 0;)
        {
            text.AddRange(reader.Text[..end]);
            reader.Take(end);
        }
    }
}
