using Edge.Sys;

namespace Edge.Query;

/// <summary>
/// Consecutive rows of a chart where they are kept, row-major, borrowed from a <see cref="Lane"/>.
/// </summary>
internal readonly ref struct SampleRun
{
    /// <param name="address">Of the first row.</param>
    /// <param name="stride">Samples from one row to the next.</param>
    /// <param name="columns">Samples of a row; none at all makes a run without rows.</param>
    /// <param name="rows">1 or more.</param>
    public static SampleRun Of(nint address, int stride, int columns, int rows)
    {
        Guard.That(rows > 0 && columns <= stride);
        return columns == 0 ? default : new SampleRun
        {
            Samples = Native.Span<uint>(address, checked(((rows - 1) * stride) + columns)),
            Stride = stride,
            Columns = columns,
            Rows = rows,
        };
    }

    /// <summary>From the first sample of the first row on.</summary>
    public ReadOnlySpan<uint> Samples { get; private init; }

    /// <summary>Samples from one row to the next.</summary>
    public int Stride { get; private init; }

    /// <summary>Samples that a row has.</summary>
    public int Columns { get; private init; }

    /// <summary>0: nothing is kept there, or not in this form.</summary>
    public int Rows { get; private init; }
}
