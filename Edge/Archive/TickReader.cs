namespace Edge.Archive;

/// <summary>
/// Reads the entries of a frame of <see cref="TickWriter"/>: <see cref="TryNext"/> says what comes and of
/// which chart, the caller brings what is known of it, and reads. What is damaged ends it.
/// </summary>
internal ref struct TickReader
{
    private readonly TickModel _model;
    private RangeReader _coder;
    private TickPlace _place;
    private int _left;

    /// <param name="model">Of the file, as the frames before have left it.</param>
    /// <param name="place">The same.</param>
    /// <param name="count">Entries of the frame.</param>
    /// <param name="bytes">They.</param>
    public TickReader(TickModel model, TickPlace place, int count, ReadOnlySpan<byte> bytes)
    {
        _model = model;
        _coder = new RangeReader(bytes);
        _place = place;
        _place.Turn();
        _left = count;
    }

    /// <summary>True once bytes were missing or wrong; nothing more is read then.</summary>
    public readonly bool Failed => _coder.Failed;

    /// <summary>For the next frame.</summary>
    public readonly TickPlace Place => _place;

    /// <summary>False: the frame is at its end, or damaged; see <see cref="Failed"/>.</summary>
    public bool TryNext(out TickEntry entry, out uint slot)
    {
        (entry, slot) = (TickEntry.Collection, 0);
        if (_left == 0 || Failed)
        {
            if (_coder.HasRest)
            {
                _coder.Fail();
            }

            return false;
        }

        _left--;
        entry = TickHead.Entry(ref _coder, _model, entry, 0, ref _place);
        slot = _place.Slot;
        if (slot > Limits.JournalCharts)
        {
            _coder.Fail();
        }

        return !Failed;
    }

    /// <summary>Number of the layout, first of all with a block and the rest of one.</summary>
    public uint Layout() => TickHead.Layout(ref _coder, _model, 0, ref _place);

    /// <summary>The checkpoint of the block just named. A failed one may have changed the memory.</summary>
    /// <param name="raw">Empty.</param>
    /// <param name="shape">Of the layout.</param>
    /// <param name="memory">Of the chart.</param>
    public bool TryBlock(RawBlock raw, ChartShape shape, TickMemory memory)
    {
        TickHead.Start(ref _coder, _model, raw, shape, memory, ref _place);
        memory.Begin(raw);
        if (raw.Start.ClockUsec is <= 0 or > Store.Limits.ClockUsecMax || raw.Start.UpdatedSec is <= 0
            or > Store.Limits.ClockUsecMax / Sys.Clock.UsecPerSecond || raw.Start.GapLimit < 0)
        {
            _coder.Fail();
        }

        return !Failed;
    }

    /// <summary>The chart's state where a block goes on. Returns how many collections were told.</summary>
    public int Rest(TickMemory memory) => TickHead.Rest(ref _coder, _model, 0, memory, ref _place);

    /// <summary>
    /// The collection just named; its clock and values are the memory's. A failed one may have changed it.
    /// </summary>
    /// <param name="memory">Of the chart.</param>
    /// <param name="isSet">One a dimension: 1 when it was set.</param>
    public bool TryRead(TickMemory memory, Span<byte> isSet)
    {
        Sys.Guard.That(isSet.Length == memory.Dimensions);
        TickCode.Clock(ref _coder, _model, memory, ref _place, 0);
        TickCode.Values(ref _coder, _model, memory, [], isSet);
        return !Failed;
    }
}
