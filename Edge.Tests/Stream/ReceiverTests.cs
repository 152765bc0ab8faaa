using System.Text;
using Edge.Net;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Stream;

public sealed class ReceiverTests
{
    private const string Definition = """
        CHART "t.a" "" "ti" "u" "f" "t.a" "line" 1000 1 "   " "p" "m"
        DIMENSION "x" "x" "incremental" 1 1 "  "
        DIMENSION "y" "y" "absolute" 1 1 "  "

        """;

    [Fact]
    public void A_block_read_fast_equals_the_same_block_read_by_words()
    {
        static string f(bool fast)
        {
            using var rig = new ReceiverRig();
            rig.Feed(Definition);
            long x = 1_000_000_000_000;
            for (int second = 0; second < 50; second++)
            {
                rig.NowUsec += 1_000_000 + (second % 3);
                x += second * 7_777;
                string quote = fast ? "\"" : "'";
                string id = quote + "t.a" + quote;
                int usec = second < 5 ? 0 : 1_000_000;
                rig.Feed($"BEGIN {id} {usec}\nSET \"x\" = {x}\nSET \"y\" = {-second}\nEND\n"
                    + new string('\n', 80));
            }

            return rig.Dump();
        }

        Assert.Equal(f(fast: false), f(fast: true));
    }

    [Fact]
    public void Pending_values_of_an_abandoned_block_are_stored_by_the_next_END()
    {
        using var rig = new ReceiverRig();
        rig.Feed(Definition + "SET \"x\" = 5\nFLUSH\n");
        Chart chart = rig.Host.Find("t.a")!;
        Assert.Equal(1, chart.Series.Updated[0]);
        rig.Feed("BEGIN t.a 0\nSET y = 6\nEND\n");
        Assert.Equal(5, chart.Series.Hot[0].Last);
        Assert.Equal(6, chart.Series.Hot[1].Last);
    }

    [Theory]
    [InlineData("NOPE a b\n")]
    [InlineData("BEGIN\n")]
    [InlineData("BEGIN t.b\n")]
    [InlineData("SET x = 1\n")]
    [InlineData("SET\n")]
    [InlineData("END\n")]
    [InlineData("DISABLE\n")]
    [InlineData("CHART nodot\n")]
    [InlineData("CHART a.\n")]
    [InlineData("CHART .a\n")]
    [InlineData("DIMENSION\n")]
    [InlineData("DIMENSION x\n")]
    [InlineData("VARIABLE\n")]
    [InlineData("CLAIMED_ID x\n")]
    [InlineData("CLAIMED_ID x NULL\n")]
    [InlineData("CLAIMED_ID 631fa722-8ed8-4856-8243-0e59d747854c x\n")]
    public void What_breaks_the_protocol_ends_the_connection(string line)
    {
        using var rig = new ReceiverRig();
        rig.Feed(Definition + "BEGIN t.a 0\nEND\n" + line);
        Assert.Equal(CloseReason.Refused, rig.Reason);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("= = \t\n")]
    [InlineData("BEGIN t.a\nBEGIN t.a\nEND\n")]
    [InlineData("BEGIN 't.a' 0\r\nSET=x=0x10\r\nSET y 010\r\nEND\r\n")]
    [InlineData("BEGIN t.a 0\nSET x =\nEND\n")]
    [InlineData("LABEL \"\" = 0\n")]
    [InlineData("TIMESTAMP 5\n")]
    [InlineData("VARIABLE HOST a = \nVARIABLE HOST b = 5x\nVARIABLE CHART c = 1\nVARIABLE HOST d = nan\n")]
    [InlineData("CLAIMED_ID 731fa722-8ed8-4856-8243-0e59d747854c NULL\n")]
    [InlineData("no\0pe\n")]
    public void What_is_merely_odd_is_tolerated(string line)
    {
        using var rig = new ReceiverRig();
        rig.Feed(Definition + "BEGIN t.a 0\nEND\n" + line + "BEGIN t.a 0\nSET x = 7\nEND\n");
        Assert.Equal(CloseReason.None, rig.Reason);
        Assert.Equal(7, rig.Host.Find("t.a")!.Series.Hot[0].Last);
    }

    [Theory]
    [InlineData("0x10", 16)]
    [InlineData("010", 8)]
    [InlineData("-5", -5)]
    [InlineData("+5", 5)]
    [InlineData("12abc", 12)]
    [InlineData("abc", 0)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("99999999999999999999", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void Values_are_read_as_C_reads_them(string text, long expected)
    {
        using var rig = new ReceiverRig();
        rig.Feed(Definition);
        for (int i = 0; i < 4; i++)
        {
            rig.NowUsec += 1_000_000;
            rig.Feed($"BEGIN \"t.a\" 0\nSET \"x\" = {text}\nSET \"y\" = {text}\nEND\n"
                + new string('\n', 80));
            Assert.Equal(expected, rig.Host.Find("t.a")!.Series.Hot[0].Last);
            Assert.Equal(expected, rig.Host.Find("t.a")!.Series.Hot[1].Last);
        }
    }

    [Fact]
    public void A_line_beyond_the_limit_ends_the_connection_and_not_the_memory()
    {
        using var rig = new ReceiverRig();
        rig.Feed(Definition + new string('x', Edge.Protocol.Limits.LineBytes + 1));
        Assert.Equal(CloseReason.Refused, rig.Reason);
    }

    [Fact]
    public void Nothing_is_allocated_per_block()
    {
        using var rig = new ReceiverRig();
        rig.Feed(Definition);
        byte[][] seconds = Enumerable.Range(0, 60).Select(i => Encoding.ASCII.GetBytes(
            $"BEGIN \"t.a\" 1000000\nSET \"x\" = {1000 + i}\nSET \"y\" = {i}\nEND\n"
            + $"BEGIN t.a 0\nSET x {1000 + i}\nSET y 5\nEND\n" + new string('\n', 80))).ToArray();
        long least = long.MaxValue;
        for (int window = 0; window < 10; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (byte[] second in seconds)
            {
                rig.NowUsec += 1_000_000;
                rig.Receiver.Consume(rig, second, rig.NowUsec);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
