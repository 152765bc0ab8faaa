using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>What a ring file held, in memory, with gaps where it could not be trusted. Owns the rows until
/// they are taken.</summary>
internal sealed class RingFound(RingHead head, RingLayout layout, RingPen pen, NativeBlock ring) : IDisposable
{
    private NativeBlock? _ring = ring;

    public RingHead Head => head;

    public RingLayout Layout => layout;

    /// <summary>Up to where rows hold.</summary>
    public RingPen Pen => pen;

    public NativeBlock Ring => _ring!;

    /// <summary>The process was killed, and the kernel had everything.</summary>
    public bool IsSameBoot { get; init; }

    /// <summary>The machine went down, or the pen is damaged: what is newer than the last sums is not
    /// trusted.</summary>
    public bool IsRolledBack { get; init; }

    /// <summary>The file ends before them.</summary>
    public int MissingRows { get; init; }

    /// <summary>Pages whose sum was not right.</summary>
    public int BadPages { get; set; }

    /// <summary>The file itself holds what is here, byte for byte.</summary>
    public bool IsAsItLies { get; set; } = true;

    /// <summary>The rows are the caller's from here on.</summary>
    public NativeBlock Take()
    {
        NativeBlock taken = _ring!;
        _ring = null;
        return taken;
    }

    public void Dispose() => _ring?.Dispose();
}
