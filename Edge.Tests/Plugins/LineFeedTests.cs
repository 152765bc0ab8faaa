using System.Text;
using Edge.Plugins;
using Xunit;

namespace Edge.Tests.Plugins;

/// <summary>Lines out of pieces of any size.</summary>
public sealed class LineFeedTests
{
    [Theory]
    [InlineData("a\nbb\n\nccc", "a|bb||ccc")]
    [InlineData("12345678\n", "12345678")]
    [InlineData("123456789\nx\n", "12345678!|9|x")]
    [InlineData("12345678901234567890", "12345678!|90123456!|7890")]
    [InlineData("", "")]
    public void EverySplitGivesTheSameLines(string text, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int first = 0; first <= bytes.Length; first++)
        {
            for (int second = first; second <= bytes.Length; second++)
            {
                var feed = new LineFeed(8);
                var lines = new List<string>();
                bool Take(ReadOnlySpan<byte> line, bool isCut)
                {
                    lines.Add(Encoding.UTF8.GetString(line) + (isCut ? "!" : ""));
                    return true;
                }

                Assert.True(feed.Feed(bytes.AsSpan(0, first), Take));
                Assert.True(feed.Feed(bytes.AsSpan(first, second - first), Take));
                Assert.True(feed.Feed(bytes.AsSpan(second), Take));
                Assert.True(feed.Waiting <= 8);
                Assert.True(feed.End(Take));
                Assert.Equal(expected, string.Join('|', lines));
            }
        }
    }

    [Fact]
    public void WhoWantsNoMoreGetsNoMore()
    {
        var feed = new LineFeed(100);
        int lines = 0;
        Assert.False(feed.Feed("a\nb\nc"u8, (_, _) => ++lines < 2));
        Assert.Equal((2, 0), (lines, feed.Waiting));
    }
}
