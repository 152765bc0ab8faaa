using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// A second of the journal: which blocks began, and what was collected of many charts, as bits by what both
/// ends remember (<see cref="TickCode"/>). One thread.
/// </summary>
internal sealed class TickWriter : IDisposable
{
    private readonly TickModel _model = new();
    private readonly ByteSink _bytes = new();
    private RangeWriter _coder;
    private TickPlace _place;

    /// <summary>Entries since <see cref="Begin"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Of the entries so far, but for a few that are held back.</summary>
    public int Bytes => _bytes.Length;

    /// <summary>Another file: nothing is remembered of charts, nor learned.</summary>
    public void Forget()
    {
        _model.Clear();
        _place = TickPlace.First;
    }

    public void Begin()
    {
        _bytes.Clear();
        _coder = new RangeWriter(_bytes);
        _place.Turn();
        Count = 0;
    }

    /// <summary>A block begins: its checkpoint.</summary>
    /// <param name="slot">Small number of the chart in the journal; in order is cheapest.</param>
    /// <param name="layout">Number of its layout.</param>
    /// <param name="raw">With the checkpoint.</param>
    /// <param name="shape">Of the layout.</param>
    /// <param name="memory">The chart's; changed.</param>
    public void AddBlock(uint slot, uint layout, RawBlock raw, ChartShape shape, TickMemory memory)
    {
        Count++;
        TickHead.Entry(ref _coder, _model, TickEntry.Block, slot, ref _place);
        TickHead.Layout(ref _coder, _model, layout, ref _place);
        TickHead.Start(ref _coder, _model, raw, shape, memory, ref _place);
        memory.Begin(raw);
    }

    /// <summary>A block that began in a file before goes on in this one.</summary>
    /// <param name="slot">As before.</param>
    /// <param name="layout">Number of its layout.</param>
    /// <param name="collections">That were told.</param>
    /// <param name="memory">The chart's, after the last of them; begins to learn again.</param>
    public void AddRest(uint slot, uint layout, int collections, TickMemory memory)
    {
        Count++;
        TickHead.Entry(ref _coder, _model, TickEntry.Rest, slot, ref _place);
        TickHead.Layout(ref _coder, _model, layout, ref _place);
        TickHead.Rest(ref _coder, _model, collections, memory, ref _place);
    }

    /// <param name="slot">Of a chart with a block.</param>
    /// <param name="memory">The chart's; changed.</param>
    /// <param name="clockUsec">After the collection.</param>
    /// <param name="values">One a dimension.</param>
    /// <param name="isSet">1 for each that was set; empty: all.</param>
    public void Add(
        uint slot, TickMemory memory, long clockUsec, ReadOnlySpan<long> values, Span<byte> isSet)
    {
        Guard.That(values.Length == memory.Dimensions);
        Guard.That(isSet.IsEmpty || isSet.Length == values.Length);
        Count++;
        TickHead.Entry(ref _coder, _model, TickEntry.Collection, slot, ref _place);
        TickCode.Clock(ref _coder, _model, memory, ref _place, clockUsec);
        TickCode.Values(ref _coder, _model, memory, values, isSet);
    }

    /// <summary>
    /// The entries, without their count, a length or a sum; valid until the next <see cref="Begin"/>.
    /// </summary>
    public ReadOnlySpan<byte> Finish()
    {
        _coder.Finish();
        return _bytes.Written;
    }

    public void Dispose() => _bytes.Dispose();
}
