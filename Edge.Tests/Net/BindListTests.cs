using Edge.Net;
using Xunit;

namespace Edge.Tests.Net;

public sealed class BindListTests
{
    [Theory]
    [InlineData("*", "", "", "19999")]
    [InlineData("any", "", "", "19999")]
    [InlineData("all:80", "", "", "80")]
    [InlineData(":80", "", "", "80")]
    [InlineData("10.0.0.1", "10.0.0.1", "", "19999")]
    [InlineData("tcp:10.0.0.1:http", "10.0.0.1", "", "http")]
    [InlineData("[::1]", "::1", "", "19999")]
    [InlineData("[::1]:1", "::1", "", "1")]
    [InlineData("[fe80::1]%eth0:1", "fe80::1", "eth0", "1")]
    [InlineData("name%eth0", "name", "eth0", "19999")]
    [InlineData("name:", "name", "", "19999")]
    public void Reads_addresses(string text, string address, string scope, string port)
    {
        BindItem item = Assert.Single(BindList.Parse(text, "19999"));
        Assert.Equal((address, scope, port), (item.Address, item.Interface, item.Port));
        Assert.Equal((text, Transport.Tcp), (item.Text, item.Transport));
        Assert.Equal((Access.All, TlsDemand.Default), (item.Access, item.Tls));
    }

    [Theory]
    [InlineData("*=dashboard", (int)Access.Dashboard, (int)TlsDemand.Default)]
    [InlineData(
        "*=dashboard|streaming^SSL=force", (int)(Access.Dashboard | Access.Streaming), (int)TlsDemand.Force)]
    [InlineData(
        "*=badges^SSL=optional|registry", (int)(Access.Badges | Access.Registry), (int)TlsDemand.Optional)]
    [InlineData(
        "*=netdata.conf^SSL=force|management^SSL=optional", (int)(Access.NetdataConf | Access.Management), 3)]
    [InlineData("*=^SSL=force", 0, (int)TlsDemand.Force)]
    [InlineData("*=streaming^SSL=maybe", (int)Access.Streaming, (int)TlsDemand.Default)]
    [InlineData("*=Dashboard|nonsense", 0, (int)TlsDemand.Default)]
    [InlineData("*=", 0, (int)TlsDemand.Default)]
    public void Reads_rights(string text, int access, int tls)
    {
        BindItem item = Assert.Single(BindList.Parse(text, "19999"));
        Assert.Equal(((Access)access, (TlsDemand)tls, ""), (item.Access, item.Tls, item.Address));
    }

    [Fact]
    public void The_flag_without_rights_ends_in_the_port()
    {
        BindItem item = Assert.Single(BindList.Parse("*:19999^SSL=force", "19999"));
        Assert.Equal(("19999^SSL", Access.None), (item.Port, item.Access));
        Assert.Null(Places.Port(item.Port));
    }

    [Fact]
    public void The_flag_on_a_bare_star_is_a_right_that_does_not_exist()
    {
        BindItem item = Assert.Single(BindList.Parse("*^SSL=force", "19999"));
        Assert.Equal(("", Access.None, TlsDemand.Default), (item.Address, item.Access, item.Tls));
    }

    [Fact]
    public void Reads_lists()
    {
        List<BindItem> items = BindList.Parse(" 10.0.0.1:1=streaming, unix:/run/a=b:c\t*  udp:*:2", "19999");
        Assert.Equal(["10.0.0.1", "/run/a=b:c", "", ""], items.ConvertAll(item => item.Address));
        Assert.Equal(
            [Transport.Tcp, Transport.Unix, Transport.Tcp, Transport.Udp], items.ConvertAll(
                item => item.Transport));
        Assert.Equal(Access.All, items[1].Access);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("65535", 65535)]
    [InlineData("65536", null)]
    [InlineData("-1", null)]
    [InlineData(" 1", null)]
    [InlineData("", null)]
    [InlineData("no-such-service", null)]
    public void Reads_ports(string text, int? port) => Assert.Equal(port, Places.Port(text));
}
