using Edge.Archive;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>A frame of the journal gives back what was put in, and never more than it holds.</summary>
public class TickTests
{
    [Fact]
    public void Collections_come_back_in_order_with_clocks_values_and_marks()
    {
        var random = new Random(3);
        using var writer = new TickWriter();
        using var ours = new TickMemory(5);
        using var theirs = new TickMemory(5);
        long[] values = new long[5];
        for (int tick = 0; tick < 200; tick++)
        {
            byte[] updated = new byte[5];
            for (int i = 0; i < 5; i++)
            {
                updated[i] = (byte)(random.Next(5) > 0 ? 1 : 0);
                if (updated[i] != 0)
                {
                    values[i] = random.Next(9) == 0 ? random.NextInt64(long.MinValue, long.MaxValue)
                        : unchecked(values[i] + i);
                }
            }

            writer.Begin();
            writer.Add(9, ours, tick * 1_000_123L, values, tick % 2 == 0 ? updated : [1, 1, 1, 1, 1]);
            byte[] frame = writer.Finish().ToArray();
            long[] read = new long[5];
            byte[] set = new byte[5];
            var reader = new TickReader(frame);
            Assert.True(reader.TryNextChart(out uint slot));
            Assert.Equal(9u, slot);
            Assert.True(reader.TryRead(theirs, read, set));
            Assert.False(reader.TryNextChart(out _));
            Assert.False(reader.Failed);
            Assert.Equal(values, read);
            Assert.Equal(tick % 2 == 0 ? updated : [1, 1, 1, 1, 1], set);
            Assert.Equal(tick * 1_000_123L, theirs.ClockUsec);
        }
    }

    [Fact]
    public void A_cut_frame_fails()
    {
        using var writer = new TickWriter();
        using var ours = new TickMemory(3);
        writer.Begin();
        writer.Add(2, ours, 77, [1000, -5, long.MinValue], []);
        byte[] frame = writer.Finish().ToArray();
        for (int length = 0; length < frame.Length; length++)
        {
            using var theirs = new TickMemory(3);
            var reader = new TickReader(frame.AsSpan(0, length));
            bool isRead = reader.TryNextChart(out _) && reader.TryRead(theirs, new long[3], new byte[3]);
            Assert.False(isRead);
            Assert.True(reader.Failed);
        }
    }
}
