using System.Text;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// A folder of /sys with one number a file; the keys of the table are their names. They are opened for each
/// read: a machine may have thousands of them. One that cannot be read is left alone from then on, and its
/// value stays.
/// </summary>
internal sealed class CounterFiles
{
    private readonly CounterCharts _charts;
    private readonly ProcFile?[] _files;

    public CounterFiles(string directory, CounterCharts charts)
    {
        _charts = charts;
        _files = new ProcFile?[charts.SlotCount];
        for (int i = 0; i < _files.Length; i++)
        {
            string name = Encoding.UTF8.GetString(charts.NameOf(i));
            _files[i] = new ProcFile($"{directory}/{name}", keepOpen: false);
        }
    }

    public CounterCharts Charts => _charts;

    public void Collect(long nowUsec)
    {
        _charts.Clear();
        for (int i = 0; i < _files.Length; i++)
        {
            if (_files[i] is not ProcFile file)
            {
                continue;
            }

            if (_charts.Site.TryReadNumber(file) is ulong value)
            {
                _charts.Set(i, (long)value);
            }
            else
            {
                _files[i] = null;
            }
        }

        _charts.Collect(nowUsec);
    }
}
