using Edge.Store;

namespace Edge.Stream;

/// <summary>
/// What the rest of the node does about received hosts: archives, alarms, backends. Boot wires it; Stream
/// adds its own outlet itself, so whoever changes <see cref="Host.Outlets"/> adds to and takes from what is
/// there.
/// </summary>
internal interface IHostLife
{
    /// <summary>Makes a host with its chart tuning and outlets; it is not in the table yet. Null: it cannot
    /// be.</summary>
    Host? Create(HostInfo info, HostTerms terms);

    /// <summary>Its child is there (again), with what holds now. The host's gate is held.</summary>
    void Connected(Host host, HostTerms terms, long nowUsec);

    /// <summary>Its child is gone: alarms in mode auto rest. The host's gate is held.</summary>
    void Disconnected(Host host, HostTerms terms, long nowUsec);

    /// <summary>It was an orphan for too long: delete or save its files. Its gate is held; it is disposed of
    /// next.</summary>
    void Removing(Host host);
}
