using System.Text;
using Edge.Net;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Stream;

public sealed class ReceiverCaptureTests
{
    private static byte[] Stream(string name)
    {
        byte[] bytes = Captures.Bytes($"captures/streams/{name}/c2s");
        int head = bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return bytes[head..];
    }

    [CaptureFact]
    public void Recorded_streams_are_parsed_whole_and_every_SET_is_accounted_for()
    {
        void f(string name)
        {
            byte[] bytes = Stream(name);
            using var rig = new ReceiverRig(history: 3600);
            Dictionary<string, long> last = [];
            Dictionary<string, long> block = [];
            int ends = 0;
            string chart = "";
            foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n'))
            {
                string[] words = line.Split('"');
                if (line.StartsWith("BEGIN ", StringComparison.Ordinal))
                {
                    chart = words[1];
                }
                else if (line.StartsWith("SET ", StringComparison.Ordinal) && words[2].Length > 3)
                {
                    block[chart + "\n" + words[1]] = long.Parse(words[2][3..]);
                }
                else if (line == "END")
                {
                    ends++;
                    block.ToList().ForEach(pair => last[pair.Key] = pair.Value);
                    block.Clear();
                }
            }

            foreach (byte[] read in bytes.Chunk(30_000))
            {
                rig.NowUsec += 1_000_000;
                rig.Feed(read);
            }

            Assert.Equal(CloseReason.None, rig.Reason);
            Assert.Equal(0, rig.Waiting);
            Assert.Equal(ends, rig.Receiver.Updates);
            Assert.Equal(last.Count, rig.Host.Charts.Sum(c => c.Dimensions.Count(d =>
                last.TryGetValue(c.Id + "\n" + d.Id, out long value)
                && value == c.Series.Hot[d.Index].Last)));
        }

        f("1.29.3-to-1.29.3");
        f("1.37.1-to-1.29.3");
    }

    [CaptureFact]
    public void Any_way_of_cutting_a_recorded_stream_gives_the_same_result()
    {
        byte[] bytes = Stream("1.29.3-to-1.29.3");
        string f(Func<int> next)
        {
            using var rig = new ReceiverRig(history: 100);
            for (int at = 0; at < bytes.Length;)
            {
                int length = Math.Min(next(), bytes.Length - at);
                rig.Feed(bytes.AsSpan(at, length));
                at += length;
            }

            return rig.Dump();
        }

        string whole = f(() => bytes.Length);
        var random = new Random(7);
        Assert.Equal(whole, f(() => 64 * 1024));
        Assert.Equal(whole, f(() => 1000));
        Assert.Equal(whole, f(() => random.Next(1, 200)));
        Assert.Equal(whole, f(() => random.Next(1, 20_000)));
    }

    [CaptureFact]
    public void Every_split_position_of_its_start_gives_the_same_result_and_every_prefix_waits()
    {
        // Definitions, labels, variables and the first two rounds of the first charts are all in here.
        byte[] bytes = Stream("1.29.3-to-1.29.3")[..6000];
        bytes = bytes[..(bytes.AsSpan().LastIndexOf((byte)'\n') + 1)];
        bytes = [.. bytes, .. bytes[bytes.AsSpan().IndexOf("CHART "u8)..]];
        string f(int split)
        {
            using var rig = new ReceiverRig(history: 10);
            rig.Feed(bytes.AsSpan(0, split));
            Assert.Equal(CloseReason.None, rig.Reason);
            Assert.True(rig.Waiting <= split && rig.Waiting < 400);
            rig.Feed(bytes.AsSpan(split));
            return rig.Dump();
        }

        string whole = f(bytes.Length);
        for (int split = 1; split < bytes.Length; split++)
        {
            Assert.Equal(whole, f(split));
        }
    }

    [CaptureFact]
    public void Damaged_streams_end_the_connection_or_are_read_and_never_throw()
    {
        byte[] bytes = Stream("1.37.1-to-1.29.3")[..40_000];
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            byte[] damaged = [.. bytes];
            for (int i = 0; i < 10; i++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            using var rig = new ReceiverRig(history: 10);
            rig.Feed(damaged);
            Assert.True(rig.Reason is CloseReason.None or CloseReason.Refused, $"seed={seed}");
        }
    }
}
