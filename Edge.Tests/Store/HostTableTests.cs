using Edge.Store;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Store;

public class HostTableTests
{
    [Fact]
    public void The_local_host_is_first_and_the_newest_of_the_others_second()
    {
        using Host local = Host("here", "g0");
        var table = new HostTable(local);
        using Host a = Host("a", "g1");
        using Host b = Host("b", "g2");
        table.Add(a);
        Host[] before = table.All;
        table.Add(b);
        Assert.Equal([local, b, a], table.All);
        Assert.Equal([local, a], before);
        table.Remove(a);
        Assert.Equal([local, b], table.All);
        table.Remove(a);
        Assert.Throws<BugException>(() => table.Remove(local));
        Assert.Throws<BugException>(() => table.Add(b));
    }

    [Fact]
    public void Hosts_are_found_by_name_and_guid()
    {
        using Host local = Host("here", "g0");
        using Host other = Host("there", "G1");
        var table = new HostTable(local);
        table.Add(other);
        Assert.Same(local, table.FindByNameOrGuid("localhost"));
        Assert.Same(local, table.FindByNameOrGuid("here"));
        Assert.Same(other, table.FindByNameOrGuid("there"));
        Assert.Same(other, table.FindByNameOrGuid("G1"));
        Assert.Same(other, table.FindByGuid("G1"));
        Assert.Null(table.FindByGuid("g1"));
        Assert.Null(table.FindByNameOrGuid("nowhere"));
    }

    private static Host Host(string name, string guid) => new(
        new HostInfo { Hostname = name, RegistryHostname = name, MachineGuid = guid }, new StoreOptions());
}
