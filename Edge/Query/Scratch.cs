using Edge.Sys;

namespace Edge.Query;

/// <summary>
/// Numbers that an answer needs all at once: native memory, so that a large answer leaves nothing behind.
/// </summary>
internal sealed class Scratch : IDisposable
{
    private NativeBlock? _block;

    /// <summary>Valid until <see cref="Take"/> is called again.</summary>
    public Span<double> Numbers => _block == null
        ? []
        : _block.Span<double>(0, (int)(_block.Bytes / sizeof(double)));

    /// <summary>Room for so many at least; what was in it is void.</summary>
    public Span<double> Take(int count)
    {
        if (Numbers.Length < count)
        {
            _block?.Dispose();
            _block = new NativeBlock("query scratch", (long)count * sizeof(double));
        }

        return Numbers[..count];
    }

    public void Dispose()
    {
        _block?.Dispose();
        _block = null;
    }
}
