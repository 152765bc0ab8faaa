using System.Text;
using Edge.Text;
using Xunit;

namespace Edge.Tests.Text;

public class Utf8ComparerTests
{
    [Fact]
    public void Bytes_find_what_their_text_was_stored_as()
    {
        var random = new Random(5);
        var known = new Dictionary<string, int>(Utf8Comparer.Instance);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<byte>> byBytes =
            known.GetAlternateLookup<ReadOnlySpan<byte>>();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = RandomBytes(random);
            string text = Utf8Comparer.Instance.Create(bytes);
            Assert.Equal(Encoding.UTF8.GetString(bytes), text);
            Assert.True(Utf8Comparer.Instance.Equals(bytes, text), Convert.ToHexString(bytes));
            Assert.Equal(Utf8Comparer.Instance.GetHashCode(text), Utf8Comparer.Instance.GetHashCode(bytes));
            known.TryAdd(text, i);
            Assert.True(byBytes.ContainsKey(bytes), Convert.ToHexString(bytes));
        }
    }

    [Fact]
    public void Bytes_equal_exactly_the_text_they_decode_to()
    {
        var random = new Random(6);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = RandomBytes(random);
            string text = Encoding.UTF8.GetString(RandomBytes(random));
            Assert.Equal(Encoding.UTF8.GetString(bytes) == text, Utf8Comparer.Instance.Equals(bytes, text));
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("616263", "abc")]
    [InlineData("C3BC", "ü")]
    [InlineData("F09F9098", "🐘")]
    [InlineData("61FF", "a\uFFFD")]
    [InlineData("EFBFBD", "\uFFFD")]
    [InlineData("E282", "\uFFFD")]
    public void These_bytes_are_this_text(string hex, string text)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.True(Utf8Comparer.Instance.Equals(bytes, text));
        Assert.Equal(Utf8Comparer.Instance.GetHashCode(text), Utf8Comparer.Instance.GetHashCode(bytes));
        Assert.False(Utf8Comparer.Instance.Equals(bytes, text + "x"));
        Assert.False(Utf8Comparer.Instance.Equals([.. bytes, (byte)'x'], text));
    }

    [Fact]
    public void Texts_longer_than_the_stack_buffer_are_compared_too()
    {
        string text = new string('ü', 5000) + new string('x', 5000);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.True(Utf8Comparer.Instance.Equals(bytes, text));
        Assert.Equal(Utf8Comparer.Instance.GetHashCode(text), Utf8Comparer.Instance.GetHashCode(bytes));
        bytes[^1]++;
        Assert.False(Utf8Comparer.Instance.Equals(bytes, text));
    }

    [Fact]
    public void Texts_are_compared_character_by_character()
    {
        Assert.True(Utf8Comparer.Instance.Equals("a", "a"));
        Assert.False(Utf8Comparer.Instance.Equals("a", "A"));
        Assert.False(Utf8Comparer.Instance.Equals("e\u0301", "é"));
        Assert.False(Utf8Comparer.Instance.Equals(default(string), "a"));
    }

    /// <summary>Short, so that two of them are equal now and then; mostly valid.</summary>
    private static byte[] RandomBytes(Random random)
    {
        if (random.Next(4) == 0)
        {
            var noise = new byte[random.Next(random.Next(5) == 0 ? 600 : 3)];
            random.NextBytes(noise);
            return noise;
        }

        var text = new StringBuilder();
        for (int i = random.Next(random.Next(20) == 0 ? 300 : 4); i > 0; i--)
        {
            int rune = random.Next(4) switch
            {
                0 => random.Next('a', 'e'),
                1 => random.Next(0x80, 0x800),
                2 => random.Next(0x800, 0xD800),
                _ => random.Next(0x10000, 0x110000),
            };
            text.Append(char.ConvertFromUtf32(rune));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
