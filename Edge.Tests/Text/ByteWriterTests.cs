using System.Numerics;
using System.Text;
using Edge.Text;
using Xunit;

namespace Edge.Tests.Text;

public class ByteWriterTests
{
    [Fact]
    public void It_grows_and_is_used_again()
    {
        var writer = new ByteWriter(1);
        writer.Add((byte)'a').Add("bc"u8).Add("dé🐘").Add(long.MinValue).Add(long.MaxValue).Add(0L);
        Assert.Equal("abcdé🐘-922337203685477580892233720368547758070", Text(writer));
        writer.Truncate(3);
        Assert.Equal("abc", Text(writer));
        writer.GetSpan(5)[0] = (byte)'x';
        writer.Advance(1);
        Assert.Equal("abcx", Text(writer));
        Assert.Equal("abcx"u8.ToArray(), writer.WrittenMemory.ToArray());
        writer.Clear();
        Assert.Equal(0, writer.Count);
        Assert.Equal("", Text(writer.Add("").Add(ReadOnlySpan<byte>.Empty)));
    }

    [Fact]
    public void It_refuses_what_it_does_not_have()
    {
        var writer = new ByteWriter(16);
        writer.Add("abc"u8);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Truncate(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Truncate(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.AddFixed(1, 20));
        Assert.Equal("abc", Text(writer));
    }

    /// <summary>What glibc's printf writes.</summary>
    [Theory]
    [InlineData(0.0, "0.0000000")]
    [InlineData(-0.0, "-0.0000000")]
    [InlineData(1, "1.0000000")]
    [InlineData(-1.5, "-1.5000000")]
    [InlineData(0.1, "0.1000000")]
    [InlineData(1e-8, "0.0000000")]
    [InlineData(-1e-8, "-0.0000000")]
    [InlineData(5e-324, "0.0000000")]
    [InlineData(0.99999995, "0.9999999")]
    [InlineData(0.99999996, "1.0000000")]
    [InlineData(9.99999999, "10.0000000")]
    [InlineData(0.00390625, "0.0039062")]
    [InlineData(0.01171875, "0.0117188")]
    [InlineData(123456789.123456789, "123456789.1234568")]
    [InlineData(9007199254740993.0, "9007199254740992.0000000")]
    [InlineData(9223372036854775808.0, "9223372036854775808.0000000")]
    [InlineData(1e22, "10000000000000000000000.0000000")]
    [InlineData(1e23, "99999999999999991611392.0000000")]
    [InlineData(-1e23, "-99999999999999991611392.0000000")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Seven_decimals_are_what_C_prints(double value, string text) =>
        Assert.Equal(text, Text(new ByteWriter().AddFixed(value, 7)));

    [Theory]
    [InlineData(0.5, 0, "0")]
    [InlineData(1.5, 0, "2")]
    [InlineData(2.5, 0, "2")]
    [InlineData(0.125, 2, "0.12")]
    [InlineData(0.375, 2, "0.38")]
    [InlineData(0.1, 19, "0.1000000000000000056")]
    public void Ties_go_to_the_even_digit(double value, byte decimals, string text) =>
        Assert.Equal(text, Text(new ByteWriter().AddFixed(value, decimals)));

    [Fact]
    public void Any_number_is_written_as_exact_arithmetic_rounds_it()
    {
        var random = new Random(9);
        var writer = new ByteWriter();
        for (int i = 0; i < 30_000; i++)
        {
            double value = (i % 4) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => random.NextInt64(1L << 40) / Math.Pow(2, random.Next(40)),
                2 => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-10, 25)),
                _ => random.Next(100_000_000) / Math.Pow(10, random.Next(10)),
            };
            if (!double.IsFinite(value))
            {
                continue;
            }

            byte decimals = (byte)(i % 3 == 0 ? random.Next(20) : 7);
            writer.Clear();
            Assert.Equal(Exact(value, decimals), Text(writer.AddFixed(value, decimals)));
        }
    }

    [Fact]
    public void Numbers_cost_no_garbage()
    {
        var writer = new ByteWriter(4096);
        Write(writer);
        writer.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Write(writer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Write(ByteWriter writer)
    {
        for (int i = 0; i < 20; i++)
        {
            writer.AddFixed(i / 7.0, 7).AddFixed(1e30, 7).AddFixed(double.NaN, 7);
            writer.Add(-i).Add("text").Add("bytes"u8);
        }
    }

    /// <summary>Round half to even of the exact rational value, by integers as long as it takes.</summary>
    private static string Exact(double value, int decimals)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger above = (bits & 0xF_FFFF_FFFF_FFFF) | (exponent == 0 ? 0 : 1L << 52);
        int shift = Math.Max(exponent, 1) - 1075;
        above *= BigInteger.Pow(10, decimals);
        BigInteger below = BigInteger.One << Math.Max(-shift, 0);
        above <<= Math.Max(shift, 0);
        BigInteger whole = BigInteger.DivRem(above, below, out BigInteger rest);
        int half = (rest * 2).CompareTo(below);
        whole += half > 0 || (half == 0 && !whole.IsEven) ? 1 : 0;
        string digits = whole.ToString().PadLeft(decimals + 1, '0');
        string text = decimals == 0 ? digits : $"{digits[..^decimals]}.{digits[^decimals..]}";
        return bits < 0 ? "-" + text : text;
    }

    private static string Text(ByteWriter writer) => Encoding.UTF8.GetString(writer.Written);
}
