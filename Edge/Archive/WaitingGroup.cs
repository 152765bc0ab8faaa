using Edge.Sys;

namespace Edge.Archive;

/// <summary>A row group on its way to a segment.</summary>
/// <param name="host">Whose.</param>
/// <param name="layouts">That its pages were written under.</param>
/// <param name="time">The first second that one of its rows stands for, and that of its newest row.</param>
/// <param name="journal">The oldest file that has the begin of one of its blocks.</param>
internal sealed class WaitingGroup(
    EngineHost host, List<(uint Number, ChartLayout Layout)> layouts, (long First, long Last) time,
    uint journal)
    : IDisposable
{
    public EngineHost Host => host;

    public List<(uint Number, ChartLayout Layout)> Layouts => layouts;

    public (long First, long Last) Time => time;

    public uint Journal => journal;

    /// <summary>The bytes, as long as no disk takes them; null: it need not wait.</summary>
    public NativeBlock? Memory { get; private set; }

    /// <summary>Whole; only while it waits.</summary>
    public ReadOnlySpan<byte> Bytes => Memory!.Span<byte>(0, (int)Memory.Bytes);

    /// <summary>It has to wait.</summary>
    public void Keep(ReadOnlySpan<byte> bytes)
    {
        Memory = new NativeBlock("archive groups", bytes.Length);
        bytes.CopyTo(Memory.Span<byte>(0, bytes.Length));
    }

    /// <summary>It is in a segment, or lost: no host speaks of its memory any more.</summary>
    public void Dispose() => Memory?.Dispose();
}
