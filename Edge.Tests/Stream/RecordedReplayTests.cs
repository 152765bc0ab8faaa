using System.Globalization;
using System.Text;
using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>
/// What a 1.37.1 child sent to a 1.37.1 parent, byte for byte and with all that the two had agreed on:
/// compressed frames, and the answers to requests for history.
/// </summary>
public sealed class RecordedReplayTests
{
    private const string Frames = "1.37.1-to-1.37.1-lz4";
    private const string AfterGap = "1.37.1-to-1.37.1-replay-after-gap";

    private static byte[] Stream(string name)
    {
        byte[] bytes = Captures.Bytes($"captures/streams/{name}/c2s");
        return bytes[(bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..];
    }

    /// <summary>The number of the parent's answer.</summary>
    private static int Version(string name)
    {
        string answer = Encoding.Latin1.GetString(Captures.Bytes($"captures/streams/{name}/s2c"));
        int at = answer.IndexOf("version=", StringComparison.Ordinal) + "version=".Length;
        int end = answer.IndexOf("REPLAY", StringComparison.Ordinal);
        return int.Parse(answer.AsSpan(at, end - at), CultureInfo.InvariantCulture);
    }

    private static ReceiverRig Fed(string name, byte[] bytes, Func<int> next, int history = 300)
    {
        var rig = new ReceiverRig(history: history, version: Version(name));
        for (int at = 0; at < bytes.Length;)
        {
            int length = Math.Min(next(), bytes.Length - at);
            rig.Feed(bytes.AsSpan(at, length));
            at += length;
        }

        return rig;
    }

    private static string Text(string name, byte[] bytes) =>
        Encoding.UTF8.GetString(name == Frames ? FrameStream.Undo(bytes) : bytes);

    [CaptureFact]
    public void A_recording_is_taken_whole_and_every_block_and_answer_counts()
    {
        foreach (string name in new[] { Frames, AfterGap })
        {
            byte[] bytes = Stream(name);
            string[] lines = Text(name, bytes).Split('\n');
            using ReceiverRig rig = Fed(name, bytes, () => bytes.Length);
            Assert.Equal(CloseReason.None, rig.Reason);
            Assert.Equal(
                lines.Count(static line =>
                    line == "END" || line.StartsWith("REND ", StringComparison.Ordinal)),
                rig.Receiver.Updates);
            int charts = lines.Where(static line => line.StartsWith("CHART ", StringComparison.Ordinal))
                .Select(static line => line.Split('"')[1]).Distinct().Count();
            Assert.Equal(charts, rig.Host.Charts.Count);
            Assert.Equal(charts, rig.Sent.Split('\n').Select(static line => line.Split('"'))
                .Where(static words => words.Length > 1).Select(static words => words[1]).Distinct().Count());
        }
    }

    [CaptureFact]
    public void Every_recorded_row_of_history_lies_in_its_second()
    {
        byte[] bytes = Stream(AfterGap);
        using ReceiverRig rig = Fed(AfterGap, bytes, () => bytes.Length, history: 3600);
        Chart? chart = null;
        long sec = 0;
        int rows = 0;
        int samples = 0;
        foreach (string line in Text(AfterGap, bytes).Split('\n'))
        {
            string[] words = line.Split(' ');
            if (words[0] == "RBEGIN")
            {
                chart = words.Length == 2 ? rig.Host.Find(words[1].Trim('"')) : chart;
                sec = words.Length > 3 ? long.Parse(words[3], CultureInfo.InvariantCulture) : 0;
                rows += sec != 0 ? 1 : 0;
            }
            else if (words[0] == "RSET")
            {
                string[] parts = line.Split('"');
                double value = double.Parse(parts[2], CultureInfo.InvariantCulture);
                uint sample = chart!.Series.Row(chart.Series.RowAt(sec))[chart.Find(parts[1])!.Index];
                Assert.Equal(!double.IsNaN(value), StoredNumber.DoesExist(sample));
                double stored = double.IsNaN(value) ? value : StoredNumber.Unpack(sample);
                double errorMax = 1e-5 + (1e-6 * Math.Abs(value));
                Assert.True(double.IsNaN(value) || Math.Abs(stored - value) <= errorMax,
                    $"{chart.Id} {parts[1]} at {sec}: {stored} instead of {value}");
                samples++;
            }
        }

        Assert.True(rows > 100 && samples > rows, $"{rows} rows, {samples} samples");
    }

    [CaptureFact]
    public void Any_way_of_cutting_a_recording_gives_the_same_host_and_the_same_requests()
    {
        foreach (string name in new[] { Frames, AfterGap })
        {
            byte[] bytes = Stream(name);
            using ReceiverRig whole = Fed(name, bytes, () => bytes.Length);
            var random = new Random(11);
            foreach (Func<int> next in new Func<int>[]
                { () => 64 * 1024, () => 1000, () => random.Next(1, 200), () => random.Next(1, 20_000) })
            {
                using ReceiverRig cut = Fed(name, bytes, next);
                Assert.Equal(whole.Dump(), cut.Dump());
                Assert.Equal(whole.Sent, cut.Sent);
            }
        }
    }

    [CaptureFact]
    public void Every_split_of_the_first_2000_bytes_gives_the_same_host_and_the_same_requests()
    {
        foreach (string name in new[] { Frames, AfterGap })
        {
            // What follows makes the last line or frame of the first 2,000 a whole one.
            byte[] bytes = Stream(name)[..6_000];
            using ReceiverRig whole = Fed(name, bytes, () => bytes.Length, history: 10);
            string dump = whole.Dump();
            for (int split = 1; split <= 2_000; split++)
            {
                using var rig = new ReceiverRig(history: 10, version: Version(name));
                rig.Feed(bytes.AsSpan(0, split));
                rig.Feed(bytes.AsSpan(split));
                Assert.True(dump == rig.Dump() && whole.Sent == rig.Sent, $"{name} split at {split}");
            }
        }
    }
}
