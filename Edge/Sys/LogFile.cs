using System.Runtime.InteropServices;
using System.Text;

namespace Edge.Sys;

/// <summary>
/// The far end of a log: a file opened for append, a standard descriptor, syslog, or nothing. One write(2)
/// per line, so that lines of several processes do not mix. The owner calls it under its own lock.
/// </summary>
internal sealed unsafe partial class LogFile : IDisposable
{
    private const int WriteOnlyAppendCreateCloseOnExec = 0x1 | 0x400 | 0x40 | 0x80000;
    private const int ModeGroupWritable = 0x1B4; // 0664, as the reference
    private const int Interrupted = 4;
    private readonly string _text;
    private readonly int _inheritedDescriptor;
    private readonly int _facility;
    private int _descriptor = -1;

    /// <param name="text">A special word or a path.</param>
    /// <param name="inheritedDescriptor">What <c>system</c> means for this log: 1 or 2.</param>
    /// <param name="facility">The word of <c>facility log</c>; an unknown one is <c>daemon</c>.</param>
    public LogFile(string text, int inheritedDescriptor, string facility = "daemon")
    {
        _text = text;
        _inheritedDescriptor = inheritedDescriptor;
        _facility = FacilityNumber(facility);
        Target = TargetOf(text);
    }

    public LogTarget Target { get; private set; }

    /// <summary>
    /// True when a line written here already shows up on <paramref name="descriptor"/> (1 or 2).
    /// </summary>
    public bool IsStandard(int descriptor) => Target != LogTarget.File && _descriptor == descriptor;

    /// <summary>Opens, or opens again under the same name. Null, or why not; lines are then lost.</summary>
    public string? Open()
    {
        Close();
        switch (Target)
        {
            case LogTarget.Stdout:
                _descriptor = 1;
                return null;
            case LogTarget.Stderr:
                _descriptor = 2;
                return null;
            case LogTarget.Inherited:
                _descriptor = _inheritedDescriptor;
                return null;
            case LogTarget.File:
                return OpenFile();
            default:
                return null;
        }
    }

    /// <param name="line">With its line end.</param>
    /// <param name="level">For syslog only.</param>
    public void Write(ReadOnlySpan<byte> line, LogLevel level)
    {
        if (Target == LogTarget.Syslog)
        {
            WriteSyslog(line, level);
        }
        else if (_descriptor >= 0)
        {
            WriteAll(_descriptor, line);
        }
    }

    /// <summary>
    /// Writes to a descriptor; what cannot be written is lost, as there is nobody left to tell.
    /// </summary>
    public static void WriteAll(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint written;
            fixed (byte* first = bytes)
            {
                written = NativeWrite(descriptor, first, (nuint)bytes.Length);
            }

            if (written <= 0)
            {
                if (Marshal.GetLastPInvokeError() == Interrupted)
                {
                    continue;
                }

                return;
            }

            bytes = bytes[(int)written..];
        }
    }

    public static LogTarget TargetOf(string text) => text switch
    {
        "" or "none" or "/dev/null" => LogTarget.Nowhere,
        "syslog" => LogTarget.Syslog,
        "system" => LogTarget.Inherited,
        "stdout" => LogTarget.Stdout,
        "stderr" => LogTarget.Stderr,
        _ => LogTarget.File,
    };

    public void Dispose() => Close();

    private string? OpenFile()
    {
        _descriptor = NativeOpen(_text, WriteOnlyAppendCreateCloseOnExec, ModeGroupWritable);
        if (_descriptor >= 0)
        {
            return null;
        }

        int error = Marshal.GetLastPInvokeError();
        return $"Cannot open log file '{_text}' (errno {error}, {Marshal.GetPInvokeErrorMessage(error)}). "
            + "Check that the directory exists and may be written to.";
    }

    private void Close()
    {
        if (Target == LogTarget.File && _descriptor >= 0)
        {
            _ = NativeClose(_descriptor);
        }

        _descriptor = -1;
    }

    private void WriteSyslog(ReadOnlySpan<byte> line, LogLevel level)
    {
        const int critical = 2;
        const int error = 3;
        const int info = 6;
        int priority = level switch
        {
            LogLevel.Fatal => critical,
            LogLevel.Error => error,
            _ => info,
        };
        ReadOnlySpan<byte> text = line.TrimEnd((byte)'\n');
        Span<byte> zeroEnded = text.Length < 2048 ? stackalloc byte[2048] : new byte[text.Length + 1];
        text.CopyTo(zeroEnded);
        zeroEnded[text.Length] = 0;
        fixed (byte* format = "%s\0"u8)
        fixed (byte* first = zeroEnded)
        {
            NativeSyslog((_facility << 3) | priority, format, first);
        }
    }

    /// <summary>The numbers of RFC 5424, table 1.</summary>
    private static int FacilityNumber(string word) => word switch
    {
        "kern" => 0,
        "user" => 1,
        "mail" => 2,
        "auth" => 4,
        "syslog" => 5,
        "lpr" => 6,
        "news" => 7,
        "uucp" => 8,
        "cron" => 9,
        "authpriv" => 10,
        "ftp" => 11,
        _ when word.Length == 6 && word.StartsWith("local", StringComparison.Ordinal)
            && word[5] is >= '0' and <= '7'
            => 16 + word[5] - '0',
        _ => 3,
    };

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8,
        SetLastError = true)]
    private static partial int NativeOpen(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int NativeClose(int descriptor);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint NativeWrite(int descriptor, byte* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "syslog")]
    private static partial void NativeSyslog(int priority, byte* format, byte* text);
}
