using Edge.Net;
using Xunit;

namespace Edge.Tests.Net;

public sealed class AccessListTests
{
    [Theory]
    [InlineData("", "10.0.0.1", Verdict.Allowed)]
    [InlineData("*", "10.0.0.1", Verdict.Allowed)]
    [InlineData("localhost 10.*", "10.0.0.1", Verdict.Allowed)]
    [InlineData("localhost", "10.0.0.1", Verdict.None)]
    [InlineData("!10.0.0.1 *", "10.0.0.1", Verdict.Denied)]
    [InlineData("10.* !10.0.0.1", "10.0.0.1", Verdict.Allowed)]
    [InlineData("!10.0.0.2 11.*", "10.0.0.1", Verdict.None)]
    public void The_first_matching_word_decides(string patterns, string ip, object verdict) =>
        Assert.Equal(verdict, List(patterns).Match(ip));

    [Theory]
    [InlineData("localhost *", DnsUse.Heuristic, false)]
    [InlineData("10.* 192.168.*", DnsUse.Heuristic, false)]
    [InlineData("*.example.com", DnsUse.Heuristic, true)]
    [InlineData("!bad.example.com", DnsUse.Heuristic, true)]
    [InlineData("UNKNOWN", DnsUse.Heuristic, true)]
    [InlineData("fd00::*", DnsUse.Heuristic, false)]
    [InlineData("*.example.com", DnsUse.No, false)]
    [InlineData("10.*", DnsUse.Yes, true)]
    [InlineData("", DnsUse.Heuristic, false)]
    public void Names_are_asked_when_a_word_could_be_one(string patterns, object dns, bool asks) =>
        Assert.Equal(asks, List(patterns, (DnsUse)dns).AsksNames);

    [Fact]
    public void Rights_are_those_of_the_port_and_of_the_lists()
    {
        var lists = new AccessLists
        {
            Connections = List("localhost 10.*"),
            Dashboard = List("localhost"),
            Management = List("localhost"),
            Streaming = List("10.*"),
        };
        Assert.Equal(Verdict.Denied, lists.Decide("11.0.0.1", null, Access.All, out Access access));
        Assert.Equal(Access.None, access);
        Assert.Equal(Verdict.Allowed, lists.Decide("localhost", null, Access.All, out access));
        Assert.Equal(Access.All & ~Access.Streaming, access);
        Assert.Equal(Verdict.Allowed, lists.Decide("10.0.0.1", null, Access.All, out access));
        Assert.Equal(Access.All & ~(Access.Dashboard | Access.Management), access);
        Assert.Equal(
            Verdict.Allowed, lists.Decide("10.0.0.1", null, Access.Streaming | Access.Dashboard, out access));
        Assert.Equal(Access.Streaming, access);
    }

    [Fact]
    public void A_name_is_needed_only_while_something_depends_on_it()
    {
        var lists = new AccessLists { Dashboard = List("*.example.com", DnsUse.Heuristic) };
        Assert.Equal(Verdict.None, lists.Decide("10.0.0.1", null, Access.All, out _));
        Assert.Equal(Verdict.Allowed, lists.Decide("10.0.0.1", null, Access.Streaming, out _));
        Assert.Equal(
            Verdict.Allowed, lists.Decide("10.0.0.1", "a.example.com", Access.All, out Access access));
        Assert.Equal(Access.All, access);
        Assert.Equal(Verdict.Allowed, lists.Decide("10.0.0.1", PeerName.Unknown, Access.All, out access));
        Assert.Equal(Access.All & ~Access.Dashboard, access);
    }

    [Fact]
    public void A_negative_match_is_final_whatever_the_name()
    {
        var lists = new AccessLists { Connections = List("!10.1.2.3 *", DnsUse.Yes) };
        Assert.Equal(Verdict.Denied, lists.Decide("10.1.2.3", null, Access.All, out _));
        Assert.Equal(Verdict.Denied, lists.Decide("10.1.2.3", "good.example.com", Access.All, out _));
    }

    [Theory]
    [InlineData("yes", DnsUse.Yes)]
    [InlineData("no", DnsUse.No)]
    [InlineData("heuristic", DnsUse.Heuristic)]
    [InlineData("maybe", DnsUse.Heuristic)]
    public void Reads_the_companion_option(string value, object dns) =>
        Assert.Equal(dns, AccessList.ParseDns(value, "web", "allow dashboard by dns"));

    [Fact]
    public void Loopback_needs_no_name_server() => Assert.Equal("localhost", PeerName.Find("localhost"));

    internal static AccessList List(string patterns, DnsUse dns = DnsUse.No) =>
        new("test", patterns, dns, WordMatcher.Compile);
}
