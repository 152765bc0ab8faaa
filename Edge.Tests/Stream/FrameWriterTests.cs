using System.Text;
using Edge.Net;
using Edge.Protocol;
using Edge.Stream;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Stream;

[Collection(StreamLogCollection.Name)]
public sealed class FrameWriterTests
{
    private const string Accepted = "Hit me baby, push them over with the version=1984";

    private static readonly StreamOptions Options = new()
    {
        Offer = FrameStream.Version | (int)Negotiation.OldVersions,
    };

    [Fact]
    public void Any_text_comes_back_from_its_frames()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            byte[][] pieces = new byte[random.Next(1, 30)][];
            for (int i = 0; i < pieces.Length; i++)
            {
                pieces[i] = new byte[random.Next(1, seed % 3 == 0 ? 90_000 : 2_000)];
                random.NextBytes(pieces[i]);
                if (seed % 2 == 0)
                {
                    foreach (ref byte value in pieces[i].AsSpan())
                    {
                        value = (byte)"BEGIN SET=0123\n"[value % 15];
                    }
                }
                else
                {
                    // Incompressible, but for a line end now and then.
                    for (int at = random.Next(9_000); at < pieces[i].Length; at += random.Next(1, 9_000))
                    {
                        pieces[i][at] = (byte)'\n';
                    }
                }
            }

            // A header in the text of a frame is text.
            byte[] whole = pieces.SelectMany(static piece => piece).ToArray();
            byte[] frames = FrameStream.Of(pieces);
            if (LongestLine(whole) > 15_000)
            {
                continue;
            }

            Assert.True(whole.AsSpan().SequenceEqual(FrameStream.Undo(frames, () => random.Next(1, 50_000))),
                $"seed={seed}");
        }
    }

    [Fact]
    public void Frames_end_at_line_ends_and_fit_14_bits()
    {
        var random = new Random(1);
        byte[] text = new byte[300_000];
        random.NextBytes(text);
        for (int at = 400; at < text.Length; at += random.Next(1, 900))
        {
            text[at] = (byte)'\n';
        }

        text[^1] = (byte)'\n';
        int left = text.Length;
        while (left > 0)
        {
            int cut = FrameWriter.Cut(text.AsSpan(text.Length - left));
            Assert.True(cut <= FrameWriter.PieceBytesMax);
            Assert.Equal((byte)'\n', text[text.Length - left + cut - 1]);
            left -= cut;
        }

        Assert.True(Lz4.Bound(FrameWriter.PieceBytesMax) <= FrameHeader.BlockBytesMax);
        using var writer = new FrameWriter();
        ReadOnlySpan<byte> frames = writer.Frames(text);
        Assert.Equal(0, writer.Retries);
        Assert.True(frames.Length < text.Length + (text.Length / 100));
    }

    [Fact]
    public void A_text_without_line_ends_is_cut_all_the_same()
    {
        Assert.Equal(FrameWriter.PieceBytesMax, FrameWriter.Cut(new byte[40_000]));
        Assert.Equal(9, FrameWriter.Cut(new byte[9]));
    }

    [Fact]
    public void The_second_tick_is_far_smaller_since_blocks_refer_to_the_first()
    {
        byte[] tick = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 800).Select(static i =>
            $"BEGIN \"system.chart{i * 7919 % 10007}\" 1000000\nSET \"d{i * 31337 % 9973}\" = {i}\nEND\n")));
        using var writer = new FrameWriter();
        int first = writer.Frames(tick).Length;
        int last = 0;
        for (int i = 0; i < 6; i++)
        {
            last = writer.Frames(tick).Length;
        }

        Assert.True(tick.Length < Lz4.HistoryBytes && last * 5 < first, $"{tick.Length} {first} {last}");
    }

    [Fact]
    public void A_small_host_has_a_small_history_even_after_its_definitions()
    {
        long before = Ledger.Bytes(FrameReader.Owner);
        byte[] line = Encoding.ASCII.GetBytes("BEGIN \"system.cpu\" 1000000\nSET \"user\" = 17\nEND\n");
        byte[] definitions = Enumerable.Repeat(line, 500).SelectMany(static bytes => bytes).ToArray();
        using var writer = new FrameWriter();
        for (int i = 0; i < 20; i++)
        {
            writer.Frames(definitions);
            writer.Frames(line);
        }

        Assert.InRange(Ledger.Bytes(FrameReader.Owner) - before, 1, 96 * 1024);
    }

    [Fact]
    public void A_sender_that_agreed_to_frames_sends_nothing_else()
    {
        long before = Ledger.Bytes(FrameReader.Owner);
        using var rig = new SenderRig(Options);
        rig.Stream(Accepted);
        rig.Second(3);
        Assert.Contains(rig.Log.Lines, static line => line.Contains("established link with negotiated "
            + "capabilities: VCAPS HLABELS CLAIM CLABELS COMPRESSION "));
        string text = Encoding.UTF8.GetString(FrameStream.Undo(rig.Parent.SentBytes));
        Assert.StartsWith("CLAIMED_ID ", text);
        Assert.Equal(3, text.Split("\nEND\n").Length - 1);
        Assert.True(Ledger.Bytes(FrameReader.Owner) > before);
        rig.Parent.Close(CloseReason.ByPeer);
        Assert.Equal(before, Ledger.Bytes(FrameReader.Owner));
    }

    [Fact]
    public void Without_agreement_there_is_no_memory_for_it()
    {
        long before = Ledger.Bytes(FrameReader.Owner);
        using var rig = new SenderRig(Options);
        rig.Stream("Hit me baby, push them over with the version=960");
        rig.Second(3);
        Assert.Equal(before, Ledger.Bytes(FrameReader.Owner));
        Assert.Contains("\nEND\n", rig.Parent.Sent);
    }

    [Fact]
    public void A_failed_block_is_tried_again_and_then_ends_compression_for_good()
    {
        using var rig = new SenderRig(Options);
        rig.Stream(Accepted);
        rig.Sender.Frames!.Dispose();
        rig.Sender.Frames = new FrameWriter(blockBytesMax: 10);
        rig.Second();
        Assert.Equal(SenderState.Waiting, rig.Sender.State);
        string[] lines = rig.Log.Lines.Where(static line => line.Contains("ompression")
            || line.Contains("COMPRESSION failed")).ToArray();
        Assert.Contains("COMPRESSION failed. Resetting compressor and re-trying", lines[0]);
        Assert.Contains("COMPRESSION failed again. Deactivating compression", lines[1]);
        Assert.Contains("STREAM_COMPRESSION: Compression returned error, disabling it.", lines[2]);
        Assert.Contains("Restarting connection without compression.", lines[3]);
        rig.Second(10);
        rig.Connect();
        Assert.Contains($"&ver={1016}&", rig.Parent.Sent);
    }

    [Fact]
    public void Nothing_is_allocated_a_tick()
    {
        using var rig = new SenderRig(Options);
        rig.Stream(Accepted);
        byte[] tick = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 2_000).Select(static i =>
            $"SET \"d{i * 31337 % 9973}\" = {i * 7919}\n")));
        FrameWriter writer = rig.Sender.Frames!;
        int sum = 0;
        long least = long.MaxValue;
        for (int window = 0; window < 10; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
            {
                tick[i] ^= 1;
                sum += writer.Frames(tick).Length;
            }

            // The least of some: what the just-in-time compiler takes for itself is not ours.
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.True(sum > 0);
    }

    private static int LongestLine(byte[] text)
    {
        int longest = 0;
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == '\n')
            {
                longest = Math.Max(longest, i - start);
                start = i + 1;
            }
        }

        return longest;
    }
}
