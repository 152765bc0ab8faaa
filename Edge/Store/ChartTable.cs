using Edge.Sys;
using Edge.Text;

namespace Edge.Store;

/// <summary>
/// A host's charts by id: an open table of references alone, since an id is in its chart. A dictionary takes
/// three to five times as much. Guarded by the host's gate.
/// </summary>
/// <remarks>Behind a chart's own place and before it there is no empty one.</remarks>
internal sealed class ChartTable
{
    private const int PlacesMin = 8;

    /// <summary>A power of two, at most three quarters of them taken.</summary>
    private Chart?[] _places = new Chart?[PlacesMin];
    private int _count;

    public Chart? Find(string id)
    {
        int at = HomeOf(id);
        while (_places[at] is { } chart && chart.Id != id)
        {
            at = After(at);
        }

        return _places[at];
    }

    /// <param name="id">UTF-8.</param>
    public Chart? Find(ReadOnlySpan<byte> id)
    {
        int at = Utf8Comparer.Instance.GetHashCode(id) & (_places.Length - 1);
        while (_places[at] is { } chart && !Utf8Comparer.Instance.Equals(id, chart.Id))
        {
            at = After(at);
        }

        return _places[at];
    }

    /// <param name="chart">None of its id is in here.</param>
    public void Add(Chart chart)
    {
        if ((_count + 1) * 4L > _places.Length * 3L)
        {
            Chart?[] before = _places;
            _places = new Chart?[before.Length * 2];
            foreach (Chart? known in before)
            {
                if (known != null)
                {
                    Put(known);
                }
            }
        }

        _count++;
        Put(chart);
    }

    /// <summary>False: it is not in here.</summary>
    public bool Remove(Chart chart)
    {
        int hole = HomeOf(chart.Id);
        while (_places[hole] != chart)
        {
            if (_places[hole] == null)
            {
                return false;
            }

            hole = After(hole);
        }

        // Those behind it move up, unless that would put one before its own place.
        for (int at = After(hole); _places[at] is { } next; at = After(at))
        {
            int home = HomeOf(next.Id);
            int mask = _places.Length - 1;
            if (((at - home) & mask) >= ((at - hole) & mask))
            {
                _places[hole] = next;
                hole = at;
            }
        }

        _places[hole] = null;
        _count--;
        return true;
    }

    public void Clear() => (_places, _count) = (new Chart?[PlacesMin], 0);

    private void Put(Chart chart)
    {
        int at = HomeOf(chart.Id);
        while (_places[at] is { } other)
        {
            Guard.That(other.Id != chart.Id);
            at = After(at);
        }

        _places[at] = chart;
    }

    private int HomeOf(string id) => Utf8Comparer.Instance.GetHashCode(id) & (_places.Length - 1);

    private int After(int place) => (place + 1) & (_places.Length - 1);
}
