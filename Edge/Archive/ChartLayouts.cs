namespace Edge.Archive;

/// <summary>
/// The definitions that a chart has had, by their numbers in the store, the one used last behind the others.
/// A chart that is defined anew without end has only the newest ones.
/// </summary>
internal sealed class ChartLayouts
{
    private readonly List<(uint Number, ChartLayout Layout)> _all = [];

    /// <summary>Null as long as there are few.</summary>
    private Dictionary<uint, ChartLayout>? _byNumber;

    public int Count => _all.Count;

    /// <summary>0: none.</summary>
    public uint OldestNumber => _all.Count > 0 ? _all[0].Number : 0;

    /// <summary>The one used last; null: none.</summary>
    public ChartLayout? Newest => _all.Count > 0 ? _all[^1].Layout : null;

    /// <summary>Seconds, if all rows have the same; 0: they have not, or there are none.</summary>
    public int UpdateEvery
    {
        get
        {
            int first = _all.Count > 0 ? _all[0].Layout.UpdateEvery : 0;
            return _all.TrueForAll(item => item.Layout.UpdateEvery == first) ? first : 0;
        }
    }

    public ChartLayout? Find(uint number)
    {
        if (_byNumber != null)
        {
            return _byNumber.GetValueOrDefault(number);
        }

        foreach ((uint known, ChartLayout layout) in _all)
        {
            if (known == number)
            {
                return layout;
            }
        }

        return null;
    }

    /// <summary>The number of one that is the same, which is used now; 0: there is none.</summary>
    public uint NumberOf(ChartLayout layout)
    {
        for (int i = _all.Count - 1; i >= 0; i--)
        {
            if (_all[i].Layout.Bytes.SequenceEqual(layout.Bytes))
            {
                return Use(i);
            }
        }

        return 0;
    }

    /// <summary>One that is used now.</summary>
    public void Add(uint number, ChartLayout layout)
    {
        if (Find(number) != null)
        {
            Use(_all.FindIndex(item => item.Number == number));
            return;
        }

        _all.Add((number, layout));
        if (_byNumber == null && _all.Count > Limits.LayoutsSearched)
        {
            _byNumber = [];
            foreach ((uint known, ChartLayout one) in _all)
            {
                _byNumber.Add(known, one);
            }
        }

        _byNumber?.TryAdd(number, layout);
    }

    public void Remove(uint number)
    {
        _all.RemoveAll(item => item.Number == number);
        _byNumber?.Remove(number);
    }

    private uint Use(int index)
    {
        var item = _all[index];
        if (index < _all.Count - 1)
        {
            _all.RemoveAt(index);
            _all.Add(item);
        }

        return item.Number;
    }
}
