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
    [InlineData("a:19999:SSL", "a:19999", true)]
    [InlineData("a:SSL b:1", "a", true)]
    [InlineData("a b", "a b", false)]
    [InlineData("a:ssl", "a:ssl", false)]
    public void Cuts_at_the_mark_for_tls(string list, string rest, bool wantsTls)
    {
        Assert.Equal(rest, Destination.CutTls(list, out bool wants));
        Assert.Equal(wantsTls, wants);
    }
}
