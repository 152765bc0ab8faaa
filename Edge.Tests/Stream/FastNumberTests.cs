using System.Text;
using Edge.Stream;
using Edge.Text;
using Xunit;

namespace Edge.Tests.Stream;

public sealed class FastNumberTests
{
    private static (int Used, long Value) Read(string text)
    {
        byte[] bytes = new byte[text.Length + FastNumber.Lookahead];
        Encoding.ASCII.GetBytes(text, bytes);
        int used = FastNumber.Read(ref bytes[0], out long value);
        return (used, value);
    }

    [Fact]
    public void Plain_decimals_equal_what_the_word_path_reads()
    {
        var random = new Random(1);
        for (int i = 0; i < 200_000; i++)
        {
            long value = random.NextInt64(1L << random.Next(1, 53)) * (random.Next(4) == 0 ? -1 : 1);
            string text = value.ToString();
            (int used, long read) = Read(text + "\n");
            Assert.Equal((text.Length, value), (used, read));
            Assert.Equal(value, CNumber.Parse(Encoding.ASCII.GetBytes(text)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("-\n")]
    [InlineData("+5\n")]
    [InlineData("010\n")]
    [InlineData("-010\n")]
    [InlineData("00\n")]
    [InlineData("0123456789\n")]
    [InlineData("12345678901234567\n")]
    [InlineData("x\n")]
    public void Everything_else_is_left_to_the_word_path(string text) => Assert.Equal(0, Read(text).Used);

    [Fact]
    public void It_stops_at_any_byte_that_is_no_digit()
    {
        for (int stop = 0; stop < 256; stop++)
        {
            for (int digits = 1; digits <= 16; digits++)
            {
                byte[] bytes = new byte[64];
                bytes.AsSpan(0, digits).Fill((byte)'7');
                bytes[digits] = (byte)stop;
                bytes.AsSpan(digits + 1).Fill((byte)'9');
                int used = FastNumber.Read(ref bytes[0], out long value);
                bool isDigit = stop is >= '0' and <= '9';
                if (!isDigit)
                {
                    Assert.Equal(digits, used);
                    Assert.Equal(long.Parse(new string('7', digits)), value);
                }
            }
        }
    }
}
