namespace Edge.Sys;

/// <summary>
/// A piece of a file in memory that several blocks have parts of: mapped with the first of them, unmapped
/// with the last. Whoever owns the blocks keeps threads apart.
/// </summary>
/// <param name="offset">In the file.</param>
/// <param name="bytes">All of them with blocks on the disk, or touching them kills.</param>
internal sealed class SharedMap(long offset, long bytes)
{
    private MappedFile? _mapping;
    private int _blocks;

    public bool IsMapped => _mapping != null;

    /// <summary>Of the first byte; 0 as long as it is not mapped.</summary>
    public nint Address => _mapping?.Address ?? 0;

    /// <summary>Errno; 0 if it is mapped already, too.</summary>
    public int TryMap(RawFile file)
    {
        int errno = 0;
        _mapping ??= MappedFile.Map(file, offset, bytes, out errno);
        return errno;
    }

    /// <summary>For <see cref="NativeBlock"/>: one block more has a part of it.</summary>
    internal unsafe byte* Lend(long from, long length)
    {
        Guard.That(_mapping != null && from >= 0 && length > 0 && from <= bytes - length);
        _blocks++;
        return (byte*)_mapping.Address + from;
    }

    /// <summary>The same: one less.</summary>
    internal void Return()
    {
        Guard.That(_blocks > 0);
        if (--_blocks == 0)
        {
            _mapping?.Dispose();
            _mapping = null;
        }
    }
}
