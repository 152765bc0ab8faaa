using System.Runtime.InteropServices;
using Edge.Sys;
using Microsoft.Win32.SafeHandles;

namespace Edge.Archive;

/// <summary>
/// The file of a journal that is being written. Between two syncs frames gather in the kernel; what a sync
/// writes are whole pages, so that a frame behind one begins with a fresh page where the last one would have
/// to be written again for nothing.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    /// <summary>"EdgeJnl" and the version.</summary>
    public const ulong Magic = 0x026C_6E4A_6567_6445;
    private const int PageBytes = JournalFrame.PageBytes;
    private readonly SafeFileHandle _file;
    private readonly bool _isSynced;

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
            Length = sizeof(ulong);
        }
        catch (IOException)
        {
            _file.Dispose();
            throw;
        }
    }

    public long Length { get; private set; }

    /// <summary>A frame.</summary>
    /// <exception cref="IOException">The file is of no use behind what it had.</exception>
    public void Append(ReadOnlySpan<byte> frame, ref JournalTally tally)
    {
        long used = Length % PageBytes;
        long expected = Math.Max(_bytesBefore, frame.Length);
        if (_isSynced && Length == _dirtyAt && used > 0 && Pages(used + expected) > Pages(expected))
        {
            tally.PaddingBytes += PageBytes - used;
            Length += PageBytes - used;
            _dirtyAt = Length;
        }

        RandomAccess.Write(_file, frame, Length);
        Length += frame.Length;
    }

    /// <summary>Everything appended so far is on the medium.</summary>
    /// <exception cref="IOException">Perhaps not.</exception>
    public void Sync(ref JournalTally tally)
    {
        if (Length == _dirtyAt)
        {
            return;
        }

        RandomAccess.FlushToDisk(_file);
        tally.Syncs++;
        tally.Pages += Pages(Length) - (_dirtyAt / PageBytes);
        _bytesBefore = Length - _dirtyAt;
        _dirtyAt = Length;
    }

    public void Dispose() => _file.Dispose();

    private static long Pages(long bytes) => (bytes + PageBytes - 1) / PageBytes;
}
