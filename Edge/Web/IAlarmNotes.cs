using Edge.Store;
using Edge.Text;

namespace Edge.Web;

/// <summary>
/// What the alarms add to the metadata of hosts and charts. Called with the host's gate held.
/// </summary>
internal interface IAlarmNotes
{
    /// <summary>Alarms of a host whose chart was collected, by status (spec api 3.1).</summary>
    (int Normal, int Warning, int Critical) Count(Host host);

    /// <summary>Alarms that are linked to a chart.</summary>
    int CountLinked(Host host);

    /// <summary>Thresholds of a chart; NaN: none.</summary>
    (double Green, double Red) Thresholds(Chart chart);

    /// <summary>
    /// The members of a chart's <c>alarms</c>, newest first, each on a line of its own at four tabs,
    /// separated by
    /// <c>,\n</c>; nothing when there are none (spec api 3.2, 3.5).
    /// </summary>
    void WriteMembers(Chart chart, ByteWriter writer);
}
