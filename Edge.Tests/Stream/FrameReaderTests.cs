using System.Text;
using Edge.Net;
using Edge.Protocol;
using Edge.Stream;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Stream;

[Collection(StreamLogCollection.Name)]
public sealed class FrameReaderTests
{
    [CaptureFact]
    public void The_recorded_stream_is_undone_whole_however_it_is_cut()
    {
        byte[] bytes = FrameStream.Recorded();
        byte[] whole = FrameStream.Undo(bytes);
        string[] lines = Encoding.UTF8.GetString(whole).Split('\n');
        string[] first = lines.Select(static line => line.Split(' ')[0]).Distinct().Order().ToArray();
        Assert.Equal(
        [
            "", "BEGIN", "CHART", "CHART_DEFINITION_END", "CLABEL", "CLABEL_COMMIT", "CLAIMED_ID",
            "DIMENSION", "END", "LABEL", "OVERWRITE", "RBEGIN", "RDSTATE", "REND", "RSSTATE",
            "SET", "VARIABLE",
        ], first);
        Assert.True(whole.Length > 2 * bytes.Length, $"{whole.Length} of {bytes.Length}");
        var random = new Random(5);
        Assert.Equal(whole, FrameStream.Undo(bytes, () => random.Next(1, 70_000)));
        Assert.Equal(whole, FrameStream.Undo(bytes, () => random.Next(1, 400)));
        Assert.Equal(whole, FrameStream.Undo(bytes, static () => 1460));
    }

    [CaptureFact]
    public void Every_split_position_of_its_start_gives_the_same_text()
    {
        byte[] bytes = FrameStream.Recorded()[..8192];
        byte[] whole = FrameStream.Undo(bytes, static () => 8192);
        for (int split = 1; split < bytes.Length; split++)
        {
            int size = split;
            byte[] text = FrameStream.Undo(bytes, () => (size, size = 8192).Item1);
            Assert.True(whole.AsSpan().SequenceEqual(text), $"split={split}");
        }
    }

    [CaptureFact]
    public void A_receiver_accounts_for_every_SET_of_it()
    {
        byte[] text = Encoding.UTF8.GetBytes(FrameStream.Plain());
        Dictionary<string, long> last = [];
        Dictionary<string, long> block = [];
        string chart = "";
        int ends = 0;
        int sets = 0;
        foreach (string line in Encoding.UTF8.GetString(text).Split('\n'))
        {
            string[] words = line.Split('"');
            if (line.StartsWith("BEGIN ", StringComparison.Ordinal))
            {
                chart = words[1];
            }
            else if (line.StartsWith("SET ", StringComparison.Ordinal))
            {
                block[chart + "\n" + words[1]] = long.Parse(words[2][3..]);
                sets++;
            }
            else if (line == "END")
            {
                ends++;
                block.ToList().ForEach(pair => last[pair.Key] = pair.Value);
                block.Clear();
            }
        }

        Assert.True(sets > 50_000, sets.ToString());
        string f(byte[] bytes, int version, Func<int> next)
        {
            using var rig = new ReceiverRig(history: 60, version: version);
            for (int at = 0; at < bytes.Length;)
            {
                int length = Math.Min(next(), bytes.Length - at);
                rig.Feed(bytes.AsSpan(at, length));
                at += length;
            }

            Assert.Equal(CloseReason.None, rig.Reason);
            Assert.Equal(0, rig.Waiting);
            Assert.Equal(ends, rig.Receiver.Updates);
            Assert.Equal(last.Count, rig.Host.Charts.Sum(c => c.Dimensions.Count(d =>
                last.TryGetValue(c.Id + "\n" + d.Id, out long value)
                && value == c.Series.Hot[d.Index].Last)));
            Assert.Contains(rig.Host.Charts, static c => c.Labels.Length > 1);
            return rig.Dump();
        }

        var random = new Random(3);
        byte[] frames = FrameStream.Of(text.Chunk(7_777));
        string plain = f(text, FrameStream.Version & ~(int)Capabilities.Compression, static () => 65_536);
        Assert.Equal(plain, f(frames, FrameStream.Version, static () => 65_536));
        Assert.Equal(plain, f(frames, FrameStream.Version, () => random.Next(1, 30_000)));
        Assert.Equal(plain, f(frames, 5, () => random.Next(1, 3_000)));
    }

    [Fact]
    public void Plain_text_between_frames_comes_four_bytes_at_a_time_and_is_no_history()
    {
        // 8 bytes of plain text after an incomplete line, then a frame that refers to what was before them.
        byte[][] pieces = ["VARIABLE HOST abcdefghij = 1\nVARIA"u8.ToArray(),
            "lijk = 1\nVARIABLE HOST abcdefghij = 2\n"u8.ToArray()];
        using var writer = new FrameWriter();
        byte[] first = writer.Frames(pieces[0]).ToArray();
        byte[] last = writer.Frames(pieces[1]).ToArray();
        byte[] bytes = [.. first, .. "BLE HOST"u8, .. last];
        string text = "VARIABLE HOST abcdefghij = 1\nVARIABLE HOSTlijk = 1\nVARIABLE HOST abcdefghij = 2\n";
        for (int size = 1; size <= bytes.Length; size++)
        {
            int step = size;
            Assert.Equal(text, Encoding.UTF8.GetString(FrameStream.Undo(bytes, () => step)));
        }
    }

    [Fact]
    public void A_whole_stream_of_plain_text_is_read()
    {
        using var rig = new ReceiverRig(version: FrameStream.Version);
        rig.Feed("VARIABLE HOST a = 1\nVARIABLE HOST b = 2\n\n\n\n\n");
        Assert.Equal(CloseReason.None, rig.Reason);
        Assert.Equal(2, rig.Host.Variables["b"]);
        rig.Feed("CLABEL ");
        rig.Feed("\n");
        Assert.Equal(CloseReason.Refused, rig.Reason);
    }

    [Theory]
    [InlineData(new byte[] { 0xfa, 0x82, 0x80, 0x0a, 0xf0, 0xff })]
    [InlineData(new byte[] { 0xfa, 0x83, 0x80, 0x0a, 0x00, 0x01, 0x00 })]
    public void A_bad_block_ends_its_connection_after_what_came_before(byte[] bad)
    {
        using var log = new LogBook();
        using var rig = new ReceiverRig(version: FrameStream.Version);
        using var writer = new FrameWriter();
        rig.Feed([.. writer.Frames("VARIABLE HOST a = 7\n"u8), .. bad, .. "more"u8]);
        Assert.Equal(CloseReason.Refused, rig.Reason);
        Assert.Equal(7, rig.Host.Variables["a"]);
        Assert.Contains(log.Lines, static line =>
            line.Contains("STREAM_COMPRESSION: decompressor returned negative decompressed bytes: -"));
    }

    [Fact]
    public void A_frame_of_more_than_16384_bytes_of_text_is_refused()
    {
        // 15 literals, then matches of 255 more bytes each: a run of equal bytes.
        foreach ((int bytes, CloseReason reason) in
            new[] { (16_384, CloseReason.None), (16_385, CloseReason.Refused) })
        {
            using var rig = new ReceiverRig(version: FrameStream.Version);
            byte[] text = new byte[bytes];
            text.AsSpan().Fill((byte)' ');
            text[^1] = (byte)'\n';
            for (int i = 1000; i < bytes; i += 1000)
            {
                text[i] = (byte)'\n';
            }

            byte[] state = new byte[Lz4.EncoderBytes];
            byte[] block = new byte[Lz4.Bound(bytes)];
            Lz4.Begin(state);
            int count = Lz4.Compress(state, text, block);
            byte[] frame = new byte[FrameHeader.Bytes + count];
            FrameHeader.Write(frame, count);
            block.AsSpan(0, count).CopyTo(frame.AsSpan(FrameHeader.Bytes));
            rig.Feed(frame);
            Assert.Equal(reason, rig.Reason);
        }
    }

    [Fact]
    public void A_line_without_end_is_refused_in_frames_and_in_plain_text()
    {
        byte[] endless = Enumerable.Repeat((byte)'x', 40_000).ToArray();
        foreach (byte[] bytes in new[] { endless, FrameStream.Of([endless]) })
        {
            using var rig = new ReceiverRig(version: FrameStream.Version);
            rig.Feed(bytes);
            Assert.Equal(CloseReason.Refused, rig.Reason);
        }
    }

    [Fact]
    public void Any_damage_is_read_or_refused_and_costs_no_memory()
    {
        byte[] text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 4_000)
            .Select(static i => $"VARIABLE HOST v{i % 900} = {i * 7919L}\n")));
        byte[] frames = FrameStream.Of(text.Chunk(999));
        long before = Ledger.Bytes(FrameReader.Owner);
        int refused = 0;
        for (int seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            byte[] damaged = [.. frames];
            int hits = random.Next(1, 20);
            for (int i = 0; i < hits; i++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            using var rig = new ReceiverRig(history: 5, version: FrameStream.Version);
            foreach (byte[] read in damaged.Chunk(random.Next(1, 20_000)))
            {
                rig.Feed(read);
            }

            Assert.True(Ledger.Bytes(FrameReader.Owner) - before <= 128 * 1024);
            Assert.True(rig.Reason is CloseReason.None or CloseReason.Refused, $"seed={seed}");
            refused += rig.Reason == CloseReason.Refused ? 1 : 0;
        }

        Assert.True(refused > 100);
        Assert.Equal(before, Ledger.Bytes(FrameReader.Owner));
    }

    [Fact]
    public void Nothing_is_allocated_once_the_charts_are_known()
    {
        using var rig = new ReceiverRig(version: FrameStream.Version);
        using var writer = new FrameWriter();
        rig.Feed(writer.Frames("CHART a.b\nDIMENSION x\nDIMENSION y\n"u8));
        byte[][] ticks = Enumerable.Range(0, 300).Select(i => writer.Frames(Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Repeat(
                $"BEGIN \"a.b\" 1000000\nSET \"x\" = {i * 31}\nSET \"y\" = {-i}\nEND\n", 40)))).ToArray())
            .ToArray();
        int next = 0;
        void f(int count)
        {
            for (int i = 0; i < count; i++)
            {
                rig.NowUsec += 1_000_000;
                rig.Feed(ticks[next++]);
            }
        }

        long least = long.MaxValue;
        for (int window = 0; window < 10; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            f(30);

            // The least of some: what the just-in-time compiler takes for itself is not ours.
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Equal(300 * 40, rig.Receiver.Updates);
    }
}
