using System.Runtime.InteropServices;
using Edge.Sys;
using Microsoft.Win32.SafeHandles;

namespace Edge.Archive;

/// <summary>
/// The file of a journal that is being written. Between two syncs frames gather in the kernel; what a sync
/// writes are whole pages, so that a frame behind one begins with a fresh page where the last one would have
/// to be written again for nothing. Zeros fill the last page of a sync: a file that grows beyond a page which
/// is not full has that written again by the kernel (Linux 6.13 and later).
/// </summary>
internal sealed class JournalFile : IDisposable
{
    /// <summary>"EdgeJnl" and the version.</summary>
    public const ulong Magic = 0x026C_6E4A_6567_6445;
    private const int PageBytes = JournalFrame.PageBytes;
    private readonly SafeFileHandle _file;
    private readonly bool _isSynced;

    /// <summary>Where the next frame goes; only zeros are behind.</summary>
    private long _at;

    /// <summary>Where the first byte is that no sync has written.</summary>
    private long _dirtyAt;

    /// <summary>Bytes between the last two syncs: what is to be expected until the next one.</summary>
    private long _bytesBefore;

    /// <param name="path">A file of that name loses what it has.</param>
    /// <param name="isSynced">Not only when the kernel likes.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public JournalFile(string path, bool isSynced)
    {
        _isSynced = isSynced;
        _file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            ulong magic = Magic;
            RandomAccess.Write(_file, MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in magic)), 0);
            _at = Length = sizeof(ulong);
        }
        catch (IOException)
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Of the file.</summary>
    public long Length { get; private set; }

    /// <summary>A frame.</summary>
    /// <exception cref="IOException">The file is of no use behind what it had.</exception>
    public void Append(ReadOnlySpan<byte> frame, ref JournalTally tally)
    {
        long used = _at % PageBytes;
        long expected = Math.Max(_bytesBefore, frame.Length);
        if (_at == _dirtyAt && Length > _at && Pages(used + expected) > Pages(expected))
        {
            _at = _dirtyAt = Length;
        }

        tally.PaddingBytes -= Length - _at;
        RandomAccess.Write(_file, frame, _at);
        _at += frame.Length;
        Length = Math.Max(Length, _at);
        tally.PaddingBytes += Length - _at;
    }

    /// <summary>Everything appended so far is on the medium.</summary>
    /// <exception cref="IOException">Perhaps not.</exception>
    public void Sync(ref JournalTally tally)
    {
        if (_at == _dirtyAt)
        {
            return;
        }

        if (_isSynced && Length % PageBytes != 0)
        {
            Span<byte> zeros = stackalloc byte[PageBytes];
            zeros.Clear();
            zeros = zeros[..(PageBytes - (int)(Length % PageBytes))];
            RandomAccess.Write(_file, zeros, Length);
            tally.PaddingBytes += zeros.Length;
            Length += zeros.Length;
        }

        RandomAccess.FlushToDisk(_file);
        tally.Syncs++;
        tally.Pages += Pages(_at) - (_dirtyAt / PageBytes);
        _bytesBefore = _at - _dirtyAt;
        _dirtyAt = _at;
    }

    public void Dispose() => _file.Dispose();

    private static long Pages(long bytes) => (bytes + PageBytes - 1) / PageBytes;
}
