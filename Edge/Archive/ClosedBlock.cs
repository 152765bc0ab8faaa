using Edge.Sys;

namespace Edge.Archive;

/// <summary>Rows of a chart that are complete and wait to be written, with the collections they came
/// from.</summary>
internal sealed class ClosedBlock(
    EngineChart chart, uint number, ChartLayout layout, RawBlock? raw, NativeBlock rows, long firstSec)
    : IDisposable
{
    public EngineChart Chart => chart;

    /// <summary>Of the layout, in the store.</summary>
    public uint Number => number;

    public ChartLayout Layout => layout;

    /// <summary>Null: the rows did not come from collections.</summary>
    public RawBlock? Raw => raw;

    /// <summary>Second of the first row.</summary>
    public long FirstSec => firstSec;

    public int RowCount => (int)(rows.Bytes / sizeof(uint) / layout.Dimensions.Length);

    public long LastSec => firstSec + ((RowCount - 1L) * layout.UpdateEvery);

    /// <summary>Row-major, a column a dimension of the layout.</summary>
    public ReadOnlySpan<uint> Rows => rows.Span<uint>(0, RowCount * layout.Dimensions.Length);

    /// <summary>Place of its chart among those of its host.</summary>
    public int Slot { get; init; }

    /// <summary>What the journal has of it.</summary>
    public JournalMark Mark { get; init; } = new();

    public void Dispose()
    {
        raw?.Dispose();
        rows.Dispose();
    }
}
