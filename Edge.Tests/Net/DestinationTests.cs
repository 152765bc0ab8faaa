using Edge.Net;
using Xunit;

namespace Edge.Tests.Net;

public sealed class DestinationTests
{
    [Theory]
    [InlineData("a", "a", "", "19999")]
    [InlineData("a:1", "a", "", "1")]
    [InlineData("tcp:a:http", "a", "", "http")]
    [InlineData("[fe80::1]%eth0:2", "fe80::1", "eth0", "2")]
    [InlineData("[::1]", "::1", "", "19999")]
    [InlineData("fe80::1", "fe80", "", ":1")]
    [InlineData(":1", "", "", "1")]
    [InlineData("unix:/run/x:1", "/run/x:1", "", "")]
    public void Reads_items(string text, string host, string scope, string port)
    {
        Destination item = Assert.Single(Destination.Parse(text, "19999"));
        Assert.Equal((text, host, scope, port), (item.Text, item.Host, item.Interface, item.Port));
    }

    [Fact]
    public void Reads_lists() => Assert.Equal(
        ["a:1", "b", "c"], Destination.Parse(" a:1, b ,,\tc", "19999").ConvertAll(item => item.Text));

    [Theory]
    [InlineData("a:19999:SSL", "a:19999", "a", "19999", true)]
    [InlineData("a:SSL", "a", "a", "80", true)]
    [InlineData("[::1]:1:SSL", "[::1]:1", "::1", "1", true)]
    [InlineData("a:1:ssl", "a:1:ssl", "a", "1:ssl", false)]
    public void The_mark_for_tls_is_at_the_end_of_its_item(
        string list, string text, string host, string port, bool isTls)
    {
        Destination item = Assert.Single(Destination.Parse(list, "80"));
        Assert.Equal((text, host, port, isTls), (item.Text, item.Host, item.Port, item.IsTls));
    }

    [Fact]
    public void Each_item_has_its_own_mark() => Assert.Equal(
        [("a:1", false), ("b:2", true), ("c:3", false), ("d", true)],
        Destination.Parse("a:1 b:2:SSL, c:3 d:SSL", "19999").ConvertAll(item => (item.Text, item.IsTls)));
}
