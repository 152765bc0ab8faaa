using System.Runtime.InteropServices;
using System.Text;

namespace Edge.Sys;

/// <summary>
/// A file of /proc or /sys that is read whole again and again, each time from its start. Calls libc directly:
/// a kept
/// descriptor costs one pread and the one that finds the end, and nothing on the managed heap.
/// </summary>
internal sealed unsafe partial class ProcFile : IDisposable
{
    /// <summary>Result of a read that found more than the caller wants to hold.</summary>
    public const int TooLarge = -2;

    private const int Closed = -1;

    /// <summary>
    /// O_CLOEXEC; and O_NONBLOCK, so that a pipe in place of a file cannot hang the caller.
    /// </summary>
    private const int OpenFlags = 0x80000 | 0x800;
    private const int MayRead = 4;
    private const int Interrupted = 4;
    private const int FirstBytes = 16 * 1024;

    private readonly byte[] _path;
    private readonly bool _keepOpen;
    private int _descriptor = Closed;

    /// <param name="path">Nothing is opened before the first read.</param>
    /// <param name="keepOpen">False: opened for each read, for files that are many or rarely read.</param>
    public ProcFile(string path, bool keepOpen = true)
    {
        Path = path;
        _keepOpen = keepOpen;
        _path = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, _path);
    }

    public string Path { get; }

    /// <summary>The error number of the last read that failed; 0 as long as none did.</summary>
    public int LastError { get; private set; }

    /// <summary>
    /// Reads the whole file. Negative: it cannot be opened or read, or is <see cref="TooLarge"/>; it is then
    /// closed and
    /// the next call opens it again.
    /// </summary>
    /// <param name="buffer">Grown when the file does not fit; reuse it.</param>
    /// <param name="bytesMax">A file of more than this is <see cref="TooLarge"/>.</param>
    public int Read(ref byte[] buffer, int bytesMax)
    {
        if (_descriptor < 0 && !Open())
        {
            return -1;
        }

        int count = ReadToEnd(ref buffer, bytesMax);
        if (count < 0 || !_keepOpen)
        {
            Close();
        }

        return count;
    }

    /// <summary>Whether it is there and may be read now, without opening it.</summary>
    public bool IsReadable()
    {
        fixed (byte* path = _path)
        {
            return access(path, MayRead) == 0;
        }
    }

    public void Dispose() => Close();

    private bool Open()
    {
        fixed (byte* path = _path)
        {
            do
            {
                _descriptor = open(path, OpenFlags, 0);
            }
            while (_descriptor < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        }

        if (_descriptor < 0)
        {
            LastError = Marshal.GetLastPInvokeError();
        }

        return _descriptor >= 0;
    }

    private int ReadToEnd(ref byte[] buffer, int bytesMax)
    {
        int count = 0;
        while (true)
        {
            if (count == buffer.Length)
            {
                if (count > bytesMax)
                {
                    return TooLarge;
                }

                Array.Resize(ref buffer, Math.Min(Math.Max(FirstBytes, count * 2), bytesMax + 1));
            }

            nint got;
            fixed (byte* at = &buffer[count])
            {
                got = pread(_descriptor, at, (nuint)(buffer.Length - count), count);
            }

            if (got > 0)
            {
                count += (int)got;
            }
            else if (got == 0)
            {
                return count <= bytesMax ? count : TooLarge;
            }
            else if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                LastError = Marshal.GetLastPInvokeError();
                return -1;
            }
        }
    }

    private void Close()
    {
        if (_descriptor >= 0)
        {
            _ = close(_descriptor);
            _descriptor = Closed;
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int open(byte* path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint pread(int descriptor, byte* buffer, nuint bytes, long offset);

    [LibraryImport("libc")]
    private static partial int access(byte* path, int mode);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
