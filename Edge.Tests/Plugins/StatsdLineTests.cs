using System.Text;
using Edge.Plugins;
using Xunit;

namespace Edge.Tests.Plugins;

public sealed class StatsdLineTests
{
    [Theory]
    [InlineData("a:1|c", "a,1,c,")]
    [InlineData(" a b : 2 | c ", "a b,2,c,")]
    [InlineData("a", "a,,,")]
    [InlineData("a:5", "a,5,,")]
    [InlineData("a|g", "a,,g,")]
    [InlineData("a:1|c|@0.5", "a,1,c,0.5")]
    [InlineData("a:1|c@0.5", "a,1,c,0.5")]
    [InlineData("a:1|c|0.5", "a,1,c,0.5")]
    [InlineData("a:1|c|@0.5|#x:y,z", "a,1,c,0.5")]
    [InlineData("a:1|c|#x:y|@0.5", "a,1,c,0.5")]
    [InlineData("a:1|c|#x", "a,1,c,")]
    [InlineData(":7|c", "7,,c,")]
    [InlineData("||:x:1", "x,1,,")]
    [InlineData("a:b:c|s", "a,b:c,s,")]
    [InlineData("a:1|c\r\nb:2|g\n\n\nc", "a,1,c,;b,2,g,;c,,,")]
    [InlineData("  \n:|\n", "")]
    public void IsCutIntoItsFields(string text, string expected) => Assert.Equal(expected, Cut(text));

    [Fact]
    public void AnyBytesEndWithoutAnError()
    {
        var random = new Random(7);
        byte[] letters = Encoding.ASCII.GetBytes("a:|@#\n\r 1.-+zinitcgmsh\0\xff");
        for (int round = 0; round < 20_000; round++)
        {
            byte[] text = random.GetItems(letters, random.Next(40));
            string whole = Cut(Encoding.Latin1.GetString(text));
            Assert.Equal(whole, Cut(Encoding.Latin1.GetString(text) + "\n"));
        }
    }

    private static string Cut(string text)
    {
        ReadOnlySpan<byte> rest = Encoding.Latin1.GetBytes(text);
        var lines = new List<string>();
        while (StatsdLine.Next(ref rest, out StatsdLine line))
        {
            lines.Add($"{Text(line.Name)},{Text(line.Value)},{Text(line.Type)},{Text(line.Rate)}");
        }

        return string.Join(';', lines);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
