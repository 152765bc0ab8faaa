using Edge.Store;

namespace Edge.Tests.Store.Model;

/// <summary>
/// Spec database 3.1 to 3.7 for one chart, sentence by sentence, with the names of the specification and no
/// thought of speed. One reading was needed: "re-initialise <c>last_updated</c> as in 5" (3.3 step 6) only
/// makes sense when the collection clock survives that reset, so it does here.
/// </summary>
internal sealed class ModelChart(int updateEvery, int entries, bool passOnly, bool storeFirst, int gapLimit)
{
    private const long Second = 1_000_000;
    private const uint Exists = 1u << 24;
    private const uint ExistsReset = 1u << 25;

    private readonly long _ue = updateEvery * Second;
    private long _usecSinceLastUpdate;
    private long _collectedTotal;
    private long _lastCollectedTotal;
    private long _lc;
    private bool _firstEntry;
    private bool _doNotStore;
    private uint _storageFlag;

    public List<ModelDimension> Dimensions { get; } = [];

    public bool StoreFirst { get; set; } = storeFirst;

    public bool SyncClock { get; set; } = true;

    public long LastCollectedTime { get; private set; }

    /// <summary>Seconds.</summary>
    public long LastUpdated { get; private set; }

    /// <summary>The microseconds beside <see cref="LastUpdated"/>: 0 unless <see cref="StartAt"/> was
    /// used.</summary>
    public long LastUpdatedUsec { get; private set; }

    public uint Counter { get; private set; }

    public uint CounterDone { get; private set; }

    public int CurrentEntry { get; private set; }

    public ModelDimension Add()
    {
        var dimension = new ModelDimension(entries, StoreFirst);
        Dimensions.Add(dimension);
        SyncClock = true;
        return dimension;
    }

    /// <summary>What the reference's own unit test does to the clock after the first collection
    /// (3.9).</summary>
    public void StartAt(long usecOfSecond)
    {
        LastCollectedTime = (LastCollectedTime / Second * Second) + usecOfSecond;
        LastUpdatedUsec = usecOfSecond;
    }

    public void Collect(ModelCollection collection)
    {
        _usecSinceLastUpdate = 0;
        if (CounterDone != 0)
        {
            Next(collection.SinceUsec, collection.NowUsec);
        }

        foreach ((int dimension, long value) in collection.Sets)
        {
            Dimensions[dimension].Set(value);
        }

        Done(collection.NowUsec);
    }

    /// <summary>3.2, the table from top to bottom.</summary>
    private void Next(long dt, long now)
    {
        if (SyncClock)
        {
            SyncClock = false;
            dt = 0;
        }

        if (LastCollectedTime / Second == 0)
        {
            dt = _ue;
        }
        else if (dt == 0 && now >= LastCollectedTime - _ue)
        {
            // Deliberately not the absolute difference: a chart that is a little ahead waits for the clock.
            dt = Math.Max(0, now - LastCollectedTime);
        }
        else if (now < LastCollectedTime)
        {
            LastCollectedTime = AlignCollected(now - _ue, storeFirst: false);
            LastUpdated = Down((now / Second) - updateEvery);
            dt = _ue;
        }
        else if (now - LastCollectedTime > 5 * _ue)
        {
            dt = now - LastCollectedTime;
        }

        _usecSinceLastUpdate = dt;
    }

    /// <summary>3.3.</summary>
    private void Done(long now)
    {
        _firstEntry = false;
        _doNotStore = false;
        if (!passOnly && _usecSinceLastUpdate > entries * _ue)
        {
            Reset();
            LastCollectedTime = 0;
            _usecSinceLastUpdate = _ue;
            _firstEntry = _doNotStore = true;
        }

        if (LastCollectedTime == 0)
        {
            LastCollectedTime = AlignCollected(now, StoreFirst);
            _lc = LastCollectedTime - _ue;
            _firstEntry = _doNotStore = true;
        }
        else
        {
            _lc = LastCollectedTime;
            LastCollectedTime += _usecSinceLastUpdate;
        }

        if (passOnly)
        {
            CounterDone++;
        }
        else
        {
            EstablishTimeFrame();
            Algorithms();
            Interpolate();
        }

        End();
    }

    /// <summary>3.3 steps 5 to 9.</summary>
    private void EstablishTimeFrame()
    {
        if (LastUpdated == 0)
        {
            InitLastUpdated();
            _firstEntry = _doNotStore = true;
        }

        if (Math.Abs(LastCollectedTime - (LastUpdated * Second) - LastUpdatedUsec) > entries * _ue)
        {
            Reset();
            InitLastUpdated();
            _lc = LastCollectedTime - _ue;
            _firstEntry = _doNotStore = true;
        }

        if (CounterDone == 0)
        {
            _doNotStore = !StoreFirst;
            if (StoreFirst)
            {
                _lc = (LastUpdated + updateEvery) * Second - _ue;
            }
        }

        CounterDone++;
    }

    /// <summary>3.4.</summary>
    private void Algorithms()
    {
        _collectedTotal = 0;
        foreach (ModelDimension d in Dimensions)
        {
            _collectedTotal += d.Updated ? d.CollectedValue : 0;
        }

        _storageFlag = Exists;
        foreach (ModelDimension d in Dimensions)
        {
            if (!d.Updated)
            {
                d.CalculatedValue = 0;
                continue;
            }

            switch (d.Algorithm)
            {
                case Algorithm.Absolute:
                    d.CalculatedValue = d.Scaled(d.CollectedValue);
                    break;
                case Algorithm.PercentageOfAbsoluteRow:
                    d.CalculatedValue = _collectedTotal == 0 ? 0 : 100.0 * d.CollectedValue / _collectedTotal;
                    break;
                case Algorithm.Incremental:
                    Incremental(d);
                    break;
                default:
                    IncrementalRow(d);
                    break;
            }
        }
    }

    private void Incremental(ModelDimension d)
    {
        if (d.CollectionsCounter <= 1)
        {
            d.CalculatedValue = 0;
            return;
        }

        if ((ulong)d.LastCollectedValue <= (ulong)d.CollectedValue)
        {
            d.CalculatedValue += d.Scaled(d.CollectedValue - d.LastCollectedValue);
            return;
        }

        if (!d.NoReset)
        {
            _storageFlag = ExistsReset;
        }

        ulong cap = d.CollectedValueMax > 0xFFFF_FFFF ? 0xFFFF_FFFF_FFFF_FFFF : 0xFFFF_FFFF;
        ulong delta = cap - (ulong)d.LastCollectedValue + (ulong)d.CollectedValue;
        ulong limit = cap / 100 * 10;
        if (delta < limit)
        {
            d.CalculatedValue += d.Scaled(delta);
        }
    }

    private void IncrementalRow(ModelDimension d)
    {
        if (d.CollectionsCounter <= 1)
        {
            d.CalculatedValue = 0;
            return;
        }

        if (d.LastCollectedValue > d.CollectedValue)
        {
            d.LastCollectedValue = d.CollectedValue;
            if (!d.NoReset)
            {
                _storageFlag = ExistsReset;
            }
        }

        d.CalculatedValue = _collectedTotal == _lastCollectedTotal
            ? 0
            : 100.0 * (d.CollectedValue - d.LastCollectedValue) / (_collectedTotal - _lastCollectedTotal);
    }

    /// <summary>3.5.</summary>
    private void Interpolate()
    {
        long nowCollect = LastCollectedTime;
        long lastStored = (LastUpdated * Second) + LastUpdatedUsec;
        long nextStore = (LastUpdated + updateEvery) * Second;
        long iterations = (nowCollect - lastStored) / _ue;
        if (nowCollect % _ue == 0)
        {
            iterations++;
        }

        while (nextStore <= nowCollect)
        {
            foreach (ModelDimension d in Dimensions)
            {
                double newValue = NewValue(d, iterations, nextStore, lastStored, nowCollect);
                if (_doNotStore)
                {
                    d.Slots[CurrentEntry] = default;
                }
                else if (d.Updated && d.CollectionsCounter > 1 && iterations < gapLimit)
                {
                    d.Slots[CurrentEntry] = (newValue, _storageFlag);
                    d.LastStoredValue = newValue;
                }
                else
                {
                    d.Slots[CurrentEntry] = default;
                    d.LastStoredValue = double.NaN;
                }
            }

            _storageFlag = Exists;
            Counter++;
            CurrentEntry = (CurrentEntry + 1) % entries;
            LastUpdated = nextStore / Second;
            LastUpdatedUsec = 0;
            lastStored = nextStore;
            _lc = nextStore;
            nextStore += _ue;
            iterations--;
        }
    }

    private double NewValue(
        ModelDimension d, long iterations, long nextStore, long lastStored, long nowCollect)
    {
        if (d.Algorithm == Algorithm.Incremental)
        {
            double part = d.CalculatedValue * (nextStore - _lc) / (nowCollect - _lc);
            d.CalculatedValue -= part;
            double newValue = (part + d.LastCalculatedValue) / updateEvery;
            d.LastCalculatedValue = 0;
            if (nextStore - lastStored < _ue)
            {
                newValue = newValue * _ue / (nextStore - lastStored);
            }

            return newValue;
        }

        return iterations == 1
            ? d.CalculatedValue
            : d.LastCalculatedValue
                + ((d.CalculatedValue - d.LastCalculatedValue) * (nextStore - _lc) / (nowCollect - _lc));
    }

    /// <summary>3.7.</summary>
    private void End()
    {
        _lastCollectedTotal = _collectedTotal;
        foreach (ModelDimension d in Dimensions)
        {
            if (!d.Updated)
            {
                continue;
            }

            d.LastCollectedValue = d.CollectedValue;
            if (d.Algorithm != Algorithm.Incremental)
            {
                d.LastCalculatedValue = d.CalculatedValue;
            }
            else if (!_firstEntry)
            {
                d.LastCalculatedValue += d.CalculatedValue;
            }

            d.CalculatedValue = 0;
            d.CollectedValue = 0;
            d.Updated = false;
        }
    }

    /// <summary>3.3 step 2: what is zeroed; stored values are left in place.</summary>
    private void Reset()
    {
        Counter = 0;
        CounterDone = 0;
        CurrentEntry = 0;
        LastUpdated = 0;
        foreach (ModelDimension d in Dimensions)
        {
            d.CollectionsCounter = 0;
        }
    }

    private void InitLastUpdated() =>
        LastUpdated = Down((LastCollectedTime / Second) - (StoreFirst ? updateEvery : 0));

    private long AlignCollected(long usec, bool storeFirst) =>
        (Down(usec / Second) * Second) + (storeFirst ? 0 : 500_000);

    private long Down(long sec) => sec - (sec % updateEvery);
}
