using Edge.Store;
using Edge.Stream;

namespace Edge.Boot;

/// <summary>
/// Makes received hosts. What archives, alarms and backends have to do with them hooks in here.
/// </summary>
internal sealed class HostLife(ChartTunings charts, Shelves shelves) : IHostLife
{
    public Host? Create(HostInfo info, HostTerms terms)
    {
        var host = new Host(info, terms.Store, charts.For(info.MachineGuid))
        {
            Shelf = shelves.For(info, terms.Store.Mode, isLocal: false),
            SharesDimensions = true,
        };
        shelves.Attach(host);
        return host;
    }

    public void Connected(Host host, HostTerms terms, long nowUsec)
    {
    }

    public void Disconnected(Host host, HostTerms terms, long nowUsec)
    {
    }

    public void Removing(Host host) => shelves.Removing(host);
}
