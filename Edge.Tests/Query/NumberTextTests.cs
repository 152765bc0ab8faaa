using System.Globalization;
using Edge.Query;
using Edge.Store;
using Edge.Text;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>Spec query 5.9, and the stored samples of spec database 4.4 printed from their bits.</summary>
public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(1234.5, "1234.5")]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(1614556800.0, "1614556800")]
    [InlineData(-1e-9, "-0")]
    [InlineData(-12.25, "-12.25")]
    [InlineData(0.0000001, "0.0000001")]
    [InlineData(0.00000004, "0")]
    [InlineData(0.99999999, "1")]
    [InlineData(99999999.99999999, "100000000")]
    [InlineData(100000000.5, "100000000.5")]
    [InlineData(7.0000005, "7.0000005")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(1e300, "18446744073709551615")]
    [InlineData(double.NaN, "null")]
    [InlineData(double.NegativeInfinity, "null")]
    public void Doubles_have_up_to_seven_decimals(double value, string expected) =>
        Assert.Equal(expected, Text(value));

    [Fact]
    public void Halves_go_to_the_even_digit()
    {
        // Powers of two are exact, so the tie really is one: 2^-8 has eight decimals, 0.00390625.
        Assert.Equal("0.0039062", Text(0.00390625));
        Assert.Equal("0.0117188", Text(0.01171875));
    }

    [Theory]
    [InlineData(0x01000000u, "0")]
    [InlineData(0x39989680u, "1")]
    [InlineData(0xB9989680u, "-1")]
    [InlineData(0x390F4240u, "0.1")]
    [InlineData(0x3119F0A0u, "1.7")]
    [InlineData(0x312FEFD9u, "3.141593")]
    [InlineData(0x29989298u, "99.99")]
    [InlineData(0xA1BC614Eu, "-1234.5678")]
    [InlineData(0x09FFFFFFu, "1677721.5")]
    [InlineData(0x01FFFFFFu, "16777215")]
    [InlineData(0x4919999Au, "16777220")]
    [InlineData(0x59418937u, "4294967000")]
    [InlineData(0x69989680u, "1000000000000")]
    [InlineData(0x79FFFFFFu, "167772150000000")]
    [InlineData(0x65989680u, "1000000000000000")]
    [InlineData(0x7DFFFFFFu, "18446744073709551615")]
    [InlineData(0x39000001u, "0.0000001")]
    [InlineData(0xB9000000u, "0")]
    [InlineData(0x2A4C4B40u, "50")]
    public void Stored_samples_print_their_mantissa(uint sample, string expected)
    {
        Span<byte> target = stackalloc byte[NumberText.BytesMax];
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(target[..StoredText.Write(target,
            sample)]));
    }

    [Fact]
    public void Stored_samples_print_as_their_decimal_value()
    {
        var random = new Random(1);
        Span<byte> target = stackalloc byte[NumberText.BytesMax];
        for (int i = 0; i < 300_000; i++)
        {
            double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-7, 14));
            uint sample = StoredNumber.Pack(value, StoredNumber.Exists);
            decimal exact = (decimal)(sample & 0xFFFFFF);
            for (int n = (int)(sample >> 27) & 7; n > 0; n--)
            {
                exact = (sample & (1u << 30)) != 0 ? exact * 10 : exact / 10;
            }

            exact = value < 0 ? -exact : exact;
            string expected = exact == 0 ? "0" : exact.ToString("0.#######", CultureInfo.InvariantCulture);
            string actual = System.Text.Encoding.ASCII.GetString(target[..StoredText.Write(target, sample)]);
            if (actual != expected)
            {
                Assert.Fail($"{sample:x8} is {actual}, not {expected}");
            }
        }
    }

    [Fact]
    public void Random_doubles_print_as_the_library_rounds_them()
    {
        var random = new Random(2);
        for (int i = 0; i < 200_000; i++)
        {
            double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 8));
            string expected = value.ToString("0.#######", CultureInfo.InvariantCulture);
            string actual = Text(value);
            if (actual != expected && !(actual == "-0" && expected is "-0" or "0"))
            {
                // Only a product that rounds onto the tie itself may differ, by one in the last place.
                Assert.True(Math.Abs(decimal.Parse(actual) - decimal.Parse(expected)) <= 0.0000001m,
                    $"{value:r}");
                Assert.True(Math.Abs(value) > 1e4, $"{value:r} is {actual}, not {expected}");
            }
        }
    }

    private static string Text(double value) =>
        System.Text.Encoding.ASCII.GetString(new ByteWriter().AddNumber(value).Written);
}
