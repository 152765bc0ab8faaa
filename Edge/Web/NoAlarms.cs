using Edge.Store;
using Edge.Text;

namespace Edge.Web;

/// <summary>A node without alarms.</summary>
internal sealed class NoAlarms : IAlarmNotes
{
    public (int Normal, int Warning, int Critical) Count(Host host) => (0, 0, 0);

    public int CountLinked(Host host) => 0;

    public (double Green, double Red) Thresholds(Chart chart) => (double.NaN, double.NaN);

    public void WriteMembers(Chart chart, ByteWriter writer)
    {
    }
}
