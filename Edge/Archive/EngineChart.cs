using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// A chart of the compressed store: its layouts so far, the recorder while it is alive, pages of it that were
/// read. Guarded by the host's gate.
/// </summary>
internal sealed class EngineChart(EngineHost host, string id) : IPast
{
    private readonly List<(uint Number, ChartLayout Layout)> _layouts = [];
    private readonly List<EnginePage> _pages = [];
    private long _firstSec;
    private long _lastSec;
    private bool _isKnown;
    private Chart? _chart;

    public EngineHost Host => host;

    public string Id => id;

    /// <summary>Null: it is not alive.</summary>
    public ChartRecorder? Recorder { get; private set; }

    public Chart? Living => _chart;

    /// <summary>Its number in the journal; null: it has none yet.</summary>
    public uint? Slot { get; set; }

    /// <summary>What the journal's reader will remember of it.</summary>
    public TickMemory? Memory { get; set; }

    public bool HasRows => Look() && _lastSec > 0;

    public long FirstEntrySec => Look() ? _firstSec - 1 : 0;

    public long LastEntrySec => Look() ? _lastSec : 0;

    /// <summary>No layout is written anywhere, and nobody collects it.</summary>
    public bool IsForgotten => _layouts.Count == 0 && _chart == null;

    /// <summary>
    /// As it was defined last; null: no segment names it. One that does has rows of it, so none is read.
    /// </summary>
    public KeptChart? Shown()
    {
        (uint newest, KeptChart? shown) = (0, null);
        foreach ((uint number, ChartLayout layout) in _layouts)
        {
            if (number >= newest)
            {
                (newest, shown) = (number, layout.Shown());
            }
        }

        return shown;
    }

    /// <summary>It is collected from now on.</summary>
    public void Join(Chart chart)
    {
        Guard.That(_chart == null && chart.Id == id);
        _chart = chart;
        Recorder = new ChartRecorder(this, LastEntrySec);
        chart.Past = this;
    }

    public void Leave()
    {
        if (_chart != null)
        {
            Recorder!.Close(_chart);
            host.Hurry();
            (_chart, Recorder) = (null, null);
            DropPages();
        }
    }

    /// <summary>The number of a layout in the store: the one it had, or a new one.</summary>
    public uint NumberOf(ChartLayout layout)
    {
        foreach ((uint number, ChartLayout known) in _layouts)
        {
            if (known.Bytes.SequenceEqual(layout.Bytes))
            {
                return number;
            }
        }

        uint next = host.NextNumber();
        _layouts.Add((next, layout));
        return next;
    }

    /// <summary>What a segment says.</summary>
    public void Know(uint number, ChartLayout layout)
    {
        if (LayoutOf(number) == null)
        {
            _layouts.Add((number, layout));
        }
    }

    /// <summary>No segment has rows of that layout any more.</summary>
    public void Forget(uint number)
    {
        if (Recorder?.Number != number && !host.Closed.Exists(block => block.Number == number))
        {
            _layouts.RemoveAll(item => item.Number == number);
        }
    }

    public ChartLayout? LayoutOf(uint number)
    {
        foreach ((uint known, ChartLayout layout) in _layouts)
        {
            if (known == number)
            {
                return layout;
            }
        }

        return null;
    }

    /// <summary>Rows were written, or groups went: what is known of first and last is void.</summary>
    public void Changed(long writtenLastSec)
    {
        if (writtenLastSec > 0 && _isKnown && _lastSec > 0)
        {
            _lastSec = Math.Max(_lastSec, writtenLastSec);
            return;
        }

        _isKnown = false;
    }

    public PastRows At(long sec)
    {
        foreach (EnginePage page in _pages)
        {
            if (sec >= page.Rows.FromSec && sec <= page.Rows.ToSec && page.IsOf(_chart))
            {
                page.UsedAt = host.NextUse();
                return page.Rows;
            }
        }

        EnginePage? read = host.Read(this, sec, out long holeToSec);
        if (read == null)
        {
            return new PastRows { FromSec = sec, ToSec = Math.Max(sec, Math.Min(holeToSec, LastEntrySec)) };
        }

        _pages.Add(read);
        host.Keep(read);
        return read.Rows;
    }

    public (int Min, int Max) Intervals(long fromSec, long toSec)
    {
        if (!HasRows || toSec < _firstSec || fromSec > _lastSec)
        {
            return (0, 0);
        }

        int first = _layouts[0].Layout.UpdateEvery;
        return _layouts.TrueForAll(item => item.Layout.UpdateEvery == first)
            ? (first, first)
            : host.IntervalsOf(this, fromSec, toSec);
    }

    public void Drop(EnginePage page) => _pages.Remove(page);

    private void DropPages()
    {
        for (int i = _pages.Count - 1; i >= 0; i--)
        {
            host.Drop(_pages[i]);
        }
    }

    /// <summary>Looks first and last up where that was not done; true, for use in conditions.</summary>
    private bool Look()
    {
        if (!_isKnown)
        {
            (_firstSec, _lastSec) = _layouts.Count == 0 ? (1, 0) : host.ReachOf(this);
            _isKnown = true;
        }

        return true;
    }
}
