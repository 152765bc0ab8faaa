using System.Text;
using Edge.Http;
using Xunit;

namespace Edge.Tests.Http;

public sealed class TargetTests
{
    [Theory]
    [InlineData("/api/v1/info", "/api/v1/info")]
    [InlineData("a+b", "a b")]
    [InlineData("a%20b", "a b")]
    [InlineData("a%2bb", "a+b")]
    [InlineData("a%26b", "a&b")]
    [InlineData("/a%3Fb=c", "/a?b=c")]
    [InlineData("%c3%a9", "é")]
    [InlineData("é", "é")]
    [InlineData("%E2%82%AC", "€")]
    [InlineData("%f0%9f%98%80", "😀")]
    [InlineData("%7E", "~")]
    [InlineData("", "")]
    public void Decodes(string text, string decoded) =>
        Assert.Equal(decoded, Target.Decode(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("%zz")]
    [InlineData("%00")]
    [InlineData("%0a")]
    [InlineData("%7f")]
    [InlineData("%80")]
    [InlineData("%c3")]
    [InlineData("%c3é")]
    [InlineData("%c3%28")]
    [InlineData("%c0%af")]
    [InlineData("%ed%a0%80")]
    [InlineData("%f5%80%80%80")]
    [InlineData("%e2%82")]
    public void Refuses(string text) => Assert.Null(Target.Decode(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Refuses_raw_bytes_that_are_no_utf8() => Assert.Null(Target.Decode([(byte)'/', 0xff]));

    [Fact]
    public void Cuts_a_long_target() =>
        Assert.Equal(8192, Target.Decode(Encoding.ASCII.GetBytes(new string('y', 9000)))!.Length);

    [Theory]
    [InlineData("%e2%82%ac", 1)]
    [InlineData("%e2%82%ac", 2)]
    [InlineData("€", 1)]
    [InlineData("€", 2)]
    public void Never_cuts_within_a_character(string character, int room)
    {
        string text = new string('y', Limits.TargetBytesMax - room) + character + "zz";
        string expected = new('y', Limits.TargetBytesMax - room);
        Assert.Equal(expected, Target.Decode(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Keeps_a_character_that_just_fits()
    {
        string text = new string('y', Limits.TargetBytesMax - 3) + "%e2%82%ac" + "zz";
        Assert.EndsWith("y€", Target.Decode(Encoding.UTF8.GetBytes(text)));
    }
}
