using System.Globalization;
using System.Text;
using Edge.Query;
using Edge.Store;
using Edge.Text;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>The hot loop that writes rows of stored samples, against decimal arithmetic.</summary>
public sealed class SampleRowTests
{
    private const int Columns = 16;

    [Theory]
    [InlineData(1, ", ", false)]
    [InlineData(2, ",", true)]
    [InlineData(3, "\t", false)]
    [InlineData(4, "12345678", false)]
    public void Rows_of_random_samples_print_as_decimals(int seed, string lead, bool nullToZero)
    {
        var random = new Random(seed);
        var row = new uint[Columns];
        var expected = new StringBuilder();
        byte[] target = new byte[3 + (Columns * (StoredText.LeadBytesMax + NumberText.BytesMax))];
        for (int i = 0; i < 40_000; i++)
        {
            expected.Clear().Append("...");
            for (int k = 0; k < Columns; k++)
            {
                row[k] = Sample(random);
                expected.Append(lead).Append(Slow(row[k], nullToZero));
            }

            "..."u8.CopyTo(target);
            ulong word = StoredText.LeadWord(Encoding.ASCII.GetBytes(lead));
            int end = StoredText.WriteRow(target, 3, word, lead.Length, row, nullToZero);
            string actual = Encoding.ASCII.GetString(target, 0, end);
            if (actual != expected.ToString())
            {
                string bits = string.Join(' ', row.Select(s => s.ToString("x8")));
                Assert.Fail($"{bits}: {actual}, not {expected}");
            }
        }
    }

    [Fact]
    public void Every_mantissa_prints_as_a_decimal()
    {
        byte[] target = new byte[StoredText.LeadBytesMax + NumberText.BytesMax];
        byte[] expected = new byte[16];
        for (uint mantissa = 0; mantissa <= 0xFF_FFFF; mantissa++)
        {
            // All places take turns; which ones meet which mantissa changes with each power of ten passed.
            uint places = (mantissa ^ (mantissa >> 9)) & 7;
            uint sample = mantissa | StoredNumber.Exists | (places << 27);
            int end = StoredText.WriteRow(target, 0, 0, 0, [sample], nullToZero: false);
            int length = Digits(expected, mantissa, (int)places);
            if (!target.AsSpan(0, end).SequenceEqual(expected.AsSpan(0, length)))
            {
                Assert.Fail($"{sample:x8} is {Encoding.ASCII.GetString(target, 0, end)}, "
                    + $"not {Encoding.ASCII.GetString(expected, 0, length)}");
            }
        }
    }

    [Fact]
    public void Seconds_print_whole_whatever_their_length()
    {
        var random = new Random(5);
        Span<byte> target = stackalloc byte[NumberText.BytesMax];
        long[] edges =
        [
            0, -1, 7, 999_999_999, 1_000_000_000, 9_999_999_999, 10_000_000_000, long.MinValue, 2_000_000_001,
        ];
        for (int i = 0; i < 100_000; i++)
        {
            long value = i < edges.Length ? edges[i] : random.NextInt64(0, 1L << random.Next(1, 45));
            int length = NumberText.WriteSeconds(target, value);
            Assert.Equal(
                value.ToString(CultureInfo.InvariantCulture), Encoding.ASCII.GetString(target[..length]));
        }
    }

    /// <summary>Any bits; mantissas of few digits and absent samples more often than by chance.</summary>
    private static uint Sample(Random random)
    {
        uint bits = (uint)random.NextInt64(1L << 32);
        uint mantissa = (bits & 0xFF_FFFF) >> random.Next(25);
        mantissa = random.Next(3) == 0 ? mantissa / 1000 * 1000 : mantissa;
        return random.Next(20) == 0 ? StoredNumber.Empty : (bits & 0xFF00_0000) | mantissa;
    }

    private static string Slow(uint sample, bool nullToZero)
    {
        if ((sample & 0x0700_0000) == 0)
        {
            return nullToZero ? "0" : "null";
        }

        decimal value = sample & 0xFF_FFFF;
        bool isLarge = (sample & 0x4000_0000) != 0;
        int power = (int)(sample >> 27) & 7;
        for (int n = isLarge && (sample & 0x0400_0000) != 0 ? 2 * power : power; n > 0; n--)
        {
            value = isLarge ? value * 10 : value / 10;
        }

        value = Math.Min(value, ulong.MaxValue);
        string text = value.ToString("0.#######", CultureInfo.InvariantCulture);
        return sample >> 31 != 0 && value != 0 ? $"-{text}" : text;
    }

    /// <summary>Digit by digit from the right, without the zeros behind the last one that counts.</summary>
    private static int Digits(byte[] target, uint mantissa, int places)
    {
        Span<byte> reversed = stackalloc byte[16];
        int count = 0;
        for (int place = 0; place <= places || mantissa > 0; place++)
        {
            byte digit = (byte)('0' + (mantissa % 10));
            mantissa /= 10;
            if (place == places && count > 0)
            {
                reversed[count++] = (byte)'.';
            }

            if (place >= places || count > 0 || digit != '0')
            {
                reversed[count++] = digit;
            }
        }

        for (int i = 0; i < count; i++)
        {
            target[i] = reversed[count - 1 - i];
        }

        return count;
    }
}
