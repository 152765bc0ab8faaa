using Edge.Archive;
using Xunit;

namespace Edge.Tests.Archive;

public sealed class TickTests
{
    private const int Dimensions = 5;

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Collections_come_back_in_order_with_clocks_values_and_marks(int seed)
    {
        var random = new Random(seed);
        using var writer = new TickWriter();
        using var ours = new TickMemory(Dimensions);
        using var theirs = new TickMemory(Dimensions);
        var model = new TickModel();
        TickPlace place = TickPlace.First;
        writer.Forget();
        long[] values = new long[Dimensions];
        long clock = 0;
        for (int tick = 0; tick < 2_000; tick++)
        {
            byte[] isSet = [1, 1, 1, 1, 1];
            for (int i = 0; i < Dimensions; i++)
            {
                isSet[i] = (byte)(tick % 3 == 0 && random.Next(5) == 0 ? 0 : 1);
                if (isSet[i] != 0)
                {
                    values[i] = random.Next(9) == 0 ? random.NextInt64(long.MinValue, long.MaxValue)
                        : random.Next(99) == 0 ? long.MinValue : unchecked(values[i] + i);
                }
            }

            clock += random.Next(7) == 0 ? random.NextInt64(1L << 50) : 1_000_000 + random.Next(2);
            writer.Begin();
            writer.Add(9, ours, clock, values, tick % 2 == 0 ? isSet.ToArray() : []);
            byte[] frame = writer.Finish().ToArray();
            byte[] set = new byte[Dimensions];
            var reader = new TickReader(model, place, writer.Count, frame);
            Assert.True(reader.TryNext(out TickEntry entry, out uint slot));
            Assert.Equal((TickEntry.Collection, 9u), (entry, slot));
            Assert.True(reader.TryRead(theirs, set));
            Assert.False(reader.TryNext(out _, out _));
            Assert.False(reader.Failed);
            place = reader.Place;
            Assert.Equal(tick % 2 == 0 ? isSet : [1, 1, 1, 1, 1], set);
            Assert.Equal(values, theirs.Last.ToArray());
            Assert.Equal(clock, theirs.ClockUsec);
            values = theirs.Last.ToArray();
        }
    }

    [Fact]
    public void What_does_not_move_costs_next_to_nothing()
    {
        using var writer = new TickWriter();
        using var ours = new TickMemory(Dimensions);
        int bytes = 0;
        for (int tick = 0; tick < 500; tick++)
        {
            writer.Begin();
            for (uint slot = 0; slot < 4; slot++)
            {
                long clock = ((tick * 4L) + slot) * 1_000_000;
                writer.Add(slot, ours, clock, [7, 8, 9, 10 + (tick * 20L), 11], []);
            }

            int length = writer.Finish().Length;
            bytes += tick >= 400 ? length : 0;
        }

        // 2,000 values, and a frame ends with a byte or two.
        Assert.InRange(bytes, 0, 300);
    }

    [Fact]
    public void Blocks_and_the_rest_of_them_come_back_with_their_checkpoint()
    {
        var random = new Random(8);
        using var writer = new TickWriter();
        writer.Forget();
        var model = new TickModel();
        TickPlace place = TickPlace.First;
        for (int round = 0; round < 300; round++)
        {
            using var block = new RandomBlock(random, 20);
            RawBlock raw = block.Raw;
            using var ours = new TickMemory(raw.Dimensions);
            using var theirs = new TickMemory(raw.Dimensions);
            using var read = new RawBlock(raw.Dimensions, raw.Capacity);
            writer.Begin();
            writer.AddBlock(4, 77, raw, block.Shape, ours);
            writer.AddRest(4, 77, round, ours);
            var reader = new TickReader(model, place, writer.Count, writer.Finish());
            Assert.True(reader.TryNext(out TickEntry entry, out uint slot));
            Assert.Equal((TickEntry.Block, 4u), (entry, slot));
            Assert.Equal(77u, reader.Layout());
            Assert.True(reader.TryBlock(read, block.Shape, theirs));
            Assert.Equal(raw.Start, read.Start);
            Assert.True(raw.Cells.SequenceEqual(read.Cells));
            Assert.True(raw.Marks.SequenceEqual(read.Marks));
            Assert.True(reader.TryNext(out entry, out slot));
            Assert.Equal((TickEntry.Rest, 4u), (entry, slot));
            Assert.Equal(77u, reader.Layout());
            theirs.Clear();
            Assert.Equal(round, reader.Rest(theirs));
            Assert.Equal(ours.ClockUsec, theirs.ClockUsec);
            Assert.Equal(ours.Last.ToArray(), theirs.Last.ToArray());
            Assert.False(reader.TryNext(out _, out _));
            Assert.False(reader.Failed);
            place = reader.Place;
        }
    }

    [Fact]
    public void A_collection_allocates_nothing()
    {
        using var writer = new TickWriter();
        using var ours = new TickMemory(Dimensions);
        long[] values = new long[Dimensions];
        long before = 0;
        for (int tick = 0; tick < 3_000; tick++)
        {
            before = tick == 1_000 ? GC.GetAllocatedBytesForCurrentThread() : before;
            values.AsSpan().Fill(tick * 977L % 1_013);
            writer.Begin();
            writer.Add(1, ours, tick * 1_000_000L, values, []);
            writer.Finish();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_cut_frame_fails()
    {
        var random = new Random(6);
        using var writer = new TickWriter();
        using var ours = new TickMemory(3);
        writer.Begin();
        for (int i = 0; i < 20; i++)
        {
            long[] values = [random.NextInt64(), -random.NextInt64(), long.MinValue];
            writer.Add(2, ours, i * 1_000_000L, values, []);
        }

        byte[] frame = writer.Finish().ToArray();
        int count = writer.Count;
        for (int length = 0; length < frame.Length - 8; length++)
        {
            using var theirs = new TickMemory(3);
            var reader = new TickReader(new TickModel(), TickPlace.First, count, frame.AsSpan(0, length));
            while (reader.TryNext(out _, out _))
            {
                reader.TryRead(theirs, new byte[3]);
            }

            Assert.True(reader.Failed);
        }
    }
}
