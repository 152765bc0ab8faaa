using Edge.Sys;
using Edge.Text;

namespace Edge.Store;

/// <summary>
/// A chart's dimensions in order, found by id. Most charts have a few, asked for in order: those are searched
/// from behind the last one found; only a wide chart pays for a dictionary.
/// </summary>
internal sealed class DimensionTable
{
    private readonly List<Dimension> _all = new(capacity: 4);
    private Dictionary<string, Dimension>? _byId;
    private int _guess;

    public IReadOnlyList<Dimension> All => _all;

    public int Count => _all.Count;

    /// <summary>Charts that have it in common; 0: it is one chart's own. Kept by <see
    /// cref="DimensionTables"/>.</summary>
    public int Uses { get; set; }

    /// <summary>Of a table in common: multipliers and divisors for the series of its charts; null: all are 1.
    /// Owned by <see cref="DimensionTables"/>.</summary>
    public NativeBlock? Scales { get; set; }

    public Dimension? Find(string id)
    {
        if (_byId != null)
        {
            return _byId.GetValueOrDefault(id);
        }

        foreach (Dimension dimension in _all)
        {
            if (dimension.Id == id)
            {
                return dimension;
            }
        }

        return null;
    }

    /// <param name="id">UTF-8.</param>
    public Dimension? Find(ReadOnlySpan<byte> id)
    {
        int count = _all.Count;

        // Read once: charts of other hosts may have the table in common, and guess at the same time.
        int guess = _guess;
        for (int i = 0; i < count && (i == 0 || _byId == null); i++)
        {
            int at = guess + i < count ? guess + i : guess + i - count;
            if (Utf8Comparer.Instance.Equals(id, _all[at].Id))
            {
                _guess = at + 1 == count ? 0 : at + 1;
                return _all[at];
            }
        }

        if (_byId == null
            || !_byId.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(id, out Dimension? found))
        {
            return null;
        }

        _guess = found.Index + 1 == count ? 0 : found.Index + 1;
        return found;
    }

    /// <summary>The dimension's index is its place.</summary>
    public void Add(Dimension dimension)
    {
        _all.Add(dimension);
        if (_byId != null)
        {
            _byId.Add(dimension.Id, dimension);
        }
        else if (_all.Count > Limits.DimensionsSearched)
        {
            _byId = new Dictionary<string, Dimension>(Utf8Comparer.Instance);
            foreach (Dimension known in _all)
            {
                _byId.Add(known.Id, known);
            }
        }
    }

    /// <summary>No more is expected for a while.</summary>
    public void Trim() => _all.TrimExcess();

    /// <summary>Dimensions of its own, equal to these.</summary>
    public DimensionTable Copy()
    {
        var copy = new DimensionTable();
        foreach (Dimension dimension in _all)
        {
            copy.Add(dimension.Copy());
        }

        return copy;
    }

    /// <summary>Those behind it move up.</summary>
    public void RemoveAt(int index)
    {
        _byId?.Remove(_all[index].Id);
        _all.RemoveAt(index);
        _guess = 0;
        for (int i = index; i < _all.Count; i++)
        {
            _all[i].Index = i;
        }
    }
}
