using Edge.Sys;

namespace Edge.Store;

/// <summary>All hosts that this node knows: the local one first, received ones newest first after it. Any
/// thread.</summary>
internal sealed class HostTable(Host local)
{
    private readonly Gate _gate = new();
    private Host[] _all = [local];

    public Host Local { get; } = local;

    /// <summary>A snapshot in the order of the reference's listings.</summary>
    public Host[] All => Volatile.Read(ref _all);

    /// <param name="guid">Compared as it was sent (case-sensitive, as the reference does).</param>
    public Host? FindByGuid(string guid) => Array.Find(All, host => host.Info.MachineGuid == guid);

    /// <summary>By host name (<c>localhost</c> is the local host), then by machine GUID.</summary>
    public Host? FindByNameOrGuid(string name) =>
        name == "localhost" ? Local : Array.Find(All, host => host.Info.Hostname == name) ?? FindByGuid(name);

    public void Add(Host host)
    {
        using (_gate.Enter())
        {
            Guard.That(FindByGuid(host.Info.MachineGuid) == null);
            Volatile.Write(ref _all, [Local, host, .. _all.AsSpan(1)]);
        }
    }

    /// <summary>Takes a host out; the caller disposes of it, with its gate held.</summary>
    public void Remove(Host host)
    {
        Guard.That(host != Local);
        using (_gate.Enter())
        {
            Volatile.Write(ref _all, Array.FindAll(_all, other => other != host));
        }
    }
}
