using System.Runtime.InteropServices;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// One of the two files of a journal. Blocks of the disk are asked for before they are needed, and the bytes
/// are put into the kernel's pages of the file: with neither does a file system write down, for each frame,
/// that the file was changed and how long it is.
/// </summary>
internal sealed class JournalPart : IDisposable
{
    private const int PageBytes = JournalFrame.PageBytes;
    private readonly string _path;
    private readonly RawFile _file;

    /// <summary>What is written next, in memory; null: the file system has no mapped files.</summary>
    private MappedFile? _map;
    private long _mapAt;

    /// <summary>Where the next frame goes; only zeros are behind.</summary>
    private long _at;

    /// <summary>Where it went after the last sync.</summary>
    private long _dirtyAt;

    /// <summary>Pages up to here are the kernel's to write already.</summary>
    private long _touchedAt;

    /// <param name="path">A file of that name loses what it has.</param>
    /// <param name="store">Whose it is.</param>
    /// <param name="bytes">Expected until the first sync.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public JournalPart(string path, Guid store, long bytes)
    {
        _path = path;
        _file = RawFile.Create(path, out int errno) ?? throw Error(errno);
        try
        {
            JournalSuper super = JournalSuper.New(store);
            Prepare(JournalSuper.Bytes + bytes);
            Put(MemoryMarshal.AsBytes(new ReadOnlySpan<JournalSuper>(in super)));
        }
        catch (IOException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Of the file.</summary>
    public long Length { get; private set; }

    /// <summary>Of it as far as it is written.</summary>
    public long Written => _at;

    /// <summary>Of it without what is empty.</summary>
    public long Used { get; private set; }

    public long DirtyBytes => _at - _dirtyAt;

    /// <summary>What the last sync wrote.</summary>
    public long SyncedPages { get; private set; }

    /// <exception cref="IOException">No disk takes it; the file is of no use behind what it had.</exception>
    public void Append(ReadOnlySpan<byte> frame)
    {
        if (_at + frame.Length > Length)
        {
            Grow(frame.Length);
        }

        Put(frame);
    }

    /// <summary>Nothing was appended since the last sync, and so many bytes will be before the next one.
    /// They begin with a fresh page where the last one would be written again for nothing.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public void Prepare(long bytes)
    {
        long used = _at % PageBytes;
        if (Pages(used + bytes) > Pages(bytes))
        {
            _at += PageBytes - used;
        }

        _dirtyAt = _at;
        if (_at + bytes > Length)
        {
            Grow(bytes);
        }

        Touch(bytes);
    }

    /// <summary>All that was appended is on the medium. Others may go on with the other file.</summary>
    /// <exception cref="IOException">Perhaps not.</exception>
    public void Sync()
    {
        if (_file.Sync() is not 0 and var errno)
        {
            throw Error(errno);
        }

        SyncedPages = Pages(_touchedAt) - (_dirtyAt / PageBytes);
        _dirtyAt = _at;
    }

    /// <summary>Nothing comes any more.</summary>
    /// <exception cref="IOException">What was appended may not be on the medium.</exception>
    public void Finish()
    {
        Unmap();
        if (_file.Resize(_at) == 0)
        {
            Length = _at;
        }

        Sync();
    }

    public void Dispose()
    {
        Unmap();
        _file.Dispose();
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (_map != null)
        {
            bytes.CopyTo(_map.Span(_at - _mapAt, bytes.Length));
        }
        else if (_file.Write(bytes, _at) is not 0 and var errno)
        {
            throw Error(errno);
        }

        _at += bytes.Length;
        Used += bytes.Length;
        _touchedAt = Math.Max(_touchedAt, _at);
    }

    /// <summary>For some time: asking for blocks is written down by the file system, too.</summary>
    private void Grow(long bytes)
    {
        long length = Pages(_at + Math.Max(2 * bytes, Limits.JournalGrowBytes)) * PageBytes;
        if (_file.Allocate(length) is not 0 and var errno)
        {
            throw Error(errno);
        }

        Length = length;
        Unmap();
        _mapAt = _at / PageBytes * PageBytes;
        _map = MappedFile.Map(_file, _mapAt, Length - _mapAt, out _);
    }

    /// <summary>Pages are marked as changed now, and not one after the other.</summary>
    private void Touch(long bytes)
    {
        long end = Math.Min(_at + bytes, Length);
        for (long page = _at / PageBytes * PageBytes; _map != null && page < end; page += PageBytes)
        {
            Span<byte> one = _map.Span(Math.Max(page, _mapAt) - _mapAt, 1);
            Volatile.Write(ref one[0], Volatile.Read(ref one[0]));
            _touchedAt = Math.Max(_touchedAt, page + PageBytes);
        }
    }

    private void Unmap()
    {
        _map?.Dispose();
        _map = null;
    }

    private IOException Error(int errno) => new($"'{_path}': {RawFile.Explain(errno)}");

    private static long Pages(long bytes) => (bytes + PageBytes - 1) / PageBytes;
}
