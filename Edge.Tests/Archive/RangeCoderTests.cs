using Edge.Archive;
using Xunit;

namespace Edge.Tests.Archive;

public sealed class RangeCoderTests
{
    /// <summary>Likely and unlikely bits, and bits that nothing is known of, in any mixture.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 50)]
    [InlineData(3, 5_000)]
    [InlineData(4, int.MaxValue)]
    public void Bits_come_back(int seed, int oneOf)
    {
        var random = new Random(seed);
        using var sink = new ByteSink();
        for (int round = 0; round < 400; round++)
        {
            int count = random.Next(1, 400);
            uint[] bits = new uint[count];
            ulong[] plain = new ulong[count];
            int[] widths = new int[count];
            ushort[] odds = NewOdds(), others = NewOdds();
            sink.Clear();
            var writer = new RangeWriter(sink);
            for (int i = 0; i < count; i++)
            {
                bits[i] = random.Next(oneOf) == 0 ? 1u : 0;
                writer.Bit(ref odds[i % 7], 1 + (i % 6), bits[i]);
                int width = random.Next(20) == 0 ? i % 65 : 0;
                plain[i] = width == 0 ? 0 : (random.Next(3) == 0 ? ulong.MaxValue : (ulong)random.NextInt64())
                    >> (64 - width);
                writer.Plain(width, plain[i]);
                widths[i] = width;
            }

            writer.Finish();
            var reader = new RangeReader(sink.Written);
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(bits[i], reader.Bit(ref others[i % 7], 1 + (i % 6), 0));
                Assert.Equal(plain[i], reader.Plain(widths[i], 0));
            }

            Assert.False(reader.Failed);
            Assert.False(reader.HasRest);
            Assert.Equal(odds, others);
        }
    }

    private static ushort[] NewOdds()
    {
        var odds = new ushort[7];
        Array.Fill(odds, (ushort)(1 << 15));
        return odds;
    }
}
