using Edge.Sys;

namespace Edge.Plugins;

/// <summary>
/// Numbers that came since the last flush, in native memory that grows by doubling. The owner of one calls
/// <see cref="Rest"/> when it has not needed it for long.
/// </summary>
internal sealed class StatsdSamples : IDisposable
{
    private const int FirstCount = 16;
    private NativeBlock? _block;

    public int Count { get; private set; }

    public Span<double> All => _block == null ? [] : _block.Span<double>(0, Count);

    public void Add(double value)
    {
        if (_block == null || (Count + 1L) * sizeof(double) > _block.Bytes)
        {
            Grow();
        }

        _block!.Ref<double>((long)Count++ * sizeof(double)) = value;
    }

    public void Clear() => Count = 0;

    /// <summary>Gives the memory back.</summary>
    public void Rest()
    {
        _block?.Dispose();
        _block = null;
        Count = 0;
    }

    public void Dispose() => Rest();

    private void Grow()
    {
        int room = Math.Max(FirstCount, Count * 2);
        var larger = new NativeBlock("statsd samples", (long)room * sizeof(double));
        All.CopyTo(larger.Span<double>(0, room));
        _block?.Dispose();
        _block = larger;
    }
}
