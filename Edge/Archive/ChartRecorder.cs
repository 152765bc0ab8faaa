using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Gathers what is collected of one living chart in blocks. An ordinary collection is appended; whatever else
/// happened ends the block, and the rows that came of it are kept as they are in the ring. Guarded by the
/// host's gate.
/// </summary>
/// <remarks>Every row up to <see cref="CoveredSec"/> is in a segment, in a closed block, or comes of the open
/// one.</remarks>
internal sealed class ChartRecorder : IDisposable
{
    private readonly EngineChart _chart;
    private ChartLayout? _layout;
    private uint _number;
    private uint _version;

    /// <summary>The chart's clock after what was seen last.</summary>
    private long _clockUsec;

    /// <summary>Its newest row then.</summary>
    private long _updatedSec;

    /// <param name="chart">Of the store.</param>
    /// <param name="coveredSec">Its newest row there; 0: none.</param>
    public ChartRecorder(EngineChart chart, long coveredSec)
    {
        _chart = chart;
        CoveredSec = coveredSec;
    }

    /// <summary>Null: nothing is being gathered.</summary>
    public RawBlock? Open { get; private set; }

    public uint Number => _number;

    public ChartLayout? Layout => _layout;

    public long CoveredSec { get; private set; }

    /// <summary>What the journal has of the open block.</summary>
    public JournalMark Mark { get; private set; } = new();

    /// <summary>Rows that the open block makes.</summary>
    public int OpenRows => Open == null
        ? 0
        : (int)((CoveredSec - Open.Start.UpdatedSec) / _layout!.UpdateEvery);

    /// <param name="chart">Its clock has advanced.</param>
    /// <param name="values">Collected, one a dimension.</param>
    /// <param name="updated">Empty: all.</param>
    /// <param name="sinceUsec">Since the collection before.</param>
    public void Committed(Chart chart, ReadOnlySpan<long> values, ReadOnlySpan<byte> updated, long sinceUsec)
    {
        ref ChartClock clock = ref chart.Series.Clock;
        bool isOrdinary = Open != null && clock.LastCollectedUsec - sinceUsec == _clockUsec
            && clock.LastUpdatedSec >= CoveredSec && IsSameLayout(chart)
            && Open.TryAppend(clock.LastCollectedUsec, values, updated);
        if (!isOrdinary)
        {
            bool isSetBack = _clockUsec > 0 && clock.LastCollectedUsec - sinceUsec < _clockUsec
                && clock.LastUpdatedSec <= _updatedSec;
            if (isSetBack)
            {
                SetBack(chart);
            }

            Close(chart);
            TakeStrayRows(chart);
            Begin(chart);
            return;
        }

        _clockUsec = clock.LastCollectedUsec;
        _updatedSec = clock.LastUpdatedSec;
        CoveredSec = clock.LastUpdatedSec;
        if (Open!.IsFull || OpenRows >= _chart.Host.BlockRowsFrom(Open.Start.UpdatedSec / chart.UpdateEvery))
        {
            Close(chart);
            Begin(chart);
        }
    }

    /// <summary>
    /// The wall clock went back: the ring shows all its rows at times that they are not of. It starts anew,
    /// and what was gathered is computed again, not copied from it.
    /// </summary>
    private void SetBack(Chart chart)
    {
        chart.Series.ForgetRows();
        Close(chart);
        _chart.Host.Hurry();
    }

    /// <summary>Rows of the child's past are in the ring, and more may come that push them out.</summary>
    public void Replayed(Chart chart)
    {
        Close(chart);
        TakeStrayRows(chart);
    }

    /// <summary>Ends the open block and begins the next one, if it has rows enough to be worth it.</summary>
    public void Turn(Chart chart, int rowsMin)
    {
        if (Open != null && OpenRows >= rowsMin)
        {
            Close(chart);
            Begin(chart);
        }
    }

    /// <summary>Ends the open block; the chart goes, or the node stops.</summary>
    public void Close(Chart chart)
    {
        if (Open == null)
        {
            return;
        }

        int rows = OpenRows;
        if (rows > 0 && Open.Count > 0)
        {
            long firstSec = Open.Start.UpdatedSec + _layout!.UpdateEvery;
            NativeBlock samples = Rows(chart.Series, firstSec, rows) ?? Replayed(rows);
            _chart.Host.Closed.Add(new ClosedBlock(_chart, _number, _layout, Open, samples, firstSec)
            {
                Slot = chart.Slot,
                Mark = Mark,
            });
        }
        else
        {
            Open.Dispose();
        }

        Open = null;
    }

    public void Dispose() => Open?.Dispose();

    private bool IsSameLayout(Chart chart)
    {
        if (_version == chart.DefinitionVersion)
        {
            return true;
        }

        if (!_layout!.IsOf(chart))
        {
            return false;
        }

        _version = chart.DefinitionVersion;
        return true;
    }

    private void Begin(Chart chart)
    {
        ref ChartClock clock = ref chart.Series.Clock;
        _clockUsec = clock.LastCollectedUsec;
        _updatedSec = clock.LastUpdatedSec;
        if (chart.Dimensions.Count == 0)
        {
            return;
        }

        if (_layout == null || _version != chart.DefinitionVersion)
        {
            _layout = ChartLayout.Of(chart);
            _number = _chart.NumberOf(_layout);
            _version = chart.DefinitionVersion;
        }

        var raw = new RawBlock(chart.Dimensions.Count, _chart.Host.BlockRows);
        if (raw.TryBegin(chart.Series))
        {
            (Open, Mark) = (raw, new JournalMark());
        }
        else
        {
            raw.Dispose();
        }
    }

    /// <summary>What the ring has beyond what is covered: first rows, replicated ones, those of an odd
    /// collection.</summary>
    private void TakeStrayRows(Chart chart)
    {
        Series series = chart.Series;
        long lastSec = series.Clock.LastUpdatedSec;
        int every = chart.UpdateEvery;
        long rows = Math.Min(series.Rows, (lastSec - CoveredSec) / every);
        if (rows <= 0 || chart.Dimensions.Count == 0)
        {
            CoveredSec = series.Rows > 0 ? Math.Max(CoveredSec, lastSec) : CoveredSec;
            return;
        }

        long firstSec = lastSec - ((rows - 1) * every);
        while (rows > 0 && !series.Row(series.RowAt(firstSec)).ContainsAnyExcept(StoredNumber.Empty))
        {
            (firstSec, rows) = (firstSec + every, rows - 1);
        }

        if (rows > 0)
        {
            _layout = ChartLayout.Of(chart);
            _number = _chart.NumberOf(_layout);
            _version = chart.DefinitionVersion;
            _chart.Host.Closed.Add(new ClosedBlock(
                _chart, _number, _layout, raw: null, Rows(series, firstSec, (int)rows)!, firstSec)
            {
                Slot = chart.Slot,
            });
        }

        CoveredSec = lastSec;
    }

    /// <summary>
    /// A copy of the ring's rows; null: it does not have them all, or not these dimensions.
    /// </summary>
    private NativeBlock? Rows(Series series, long firstSec, int count)
    {
        int every = _layout!.UpdateEvery;
        int dimensions = _layout.Dimensions.Length;
        if (series.Rows == 0 || series.FirstEntrySec > firstSec - every || series.Count < dimensions
            || series.LastEntrySec < firstSec + ((count - 1L) * every))
        {
            return null;
        }

        var rows = new NativeBlock(
            EngineHost.Owner, (long)count * dimensions * sizeof(uint), aligned: true);
        for (int i = 0; i < count; i++)
        {
            series.Row(series.RowAt(firstSec + ((long)i * every)))[..dimensions]
                .CopyTo(rows.Span<uint>((long)i * dimensions * sizeof(uint), dimensions));
        }

        return rows;
    }

    /// <summary>The open block's rows computed again: the chart was reset, or a dimension went.</summary>
    private NativeBlock Replayed(int count)
    {
        using var replay = new PageReplay();
        var shape = new ChartShape();
        _layout!.PutInto(shape);
        int dimensions = shape.Count;
        var rows = new NativeBlock(
            EngineHost.Owner, (long)count * dimensions * sizeof(uint), aligned: true);
        BlockReplay.Run(replay, shape, Open!, count);
        ReadOnlySpan<uint> samples = replay.Samples;
        samples[..Math.Min(samples.Length, count * dimensions)]
            .CopyTo(rows.Span<uint>(0, count * dimensions));
        return rows;
    }
}
