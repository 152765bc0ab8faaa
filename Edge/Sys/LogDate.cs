using System.Runtime.InteropServices;
using System.Text;

namespace Edge.Sys;

/// <summary>
/// The date at the start of a log line, <c>YYYY-MM-DD HH:MM:SS</c> in local time, formatted once per second.
/// The C library does it because it already has the time zone; the runtime's own tables would cost a few
/// hundred KiB.
/// </summary>
internal sealed unsafe partial class LogDate
{
    public const int Bytes = 19;

    private readonly byte[] _text = new byte[Bytes];
    private long _second = long.MinValue;

    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<byte> Of(long nowSec)
    {
        if (nowSec != _second)
        {
            _second = nowSec;
            Format(nowSec);
        }

        return _text;
    }

    /// <summary>The zone's short name at a moment, such as <c>CET</c>; empty when unknown.</summary>
    public static string ZoneAbbreviation(long nowSec)
    {
        NativeTm parts = default;
        byte* text = stackalloc byte[32];
        nuint length = 0;
        fixed (byte* format = "%Z\0"u8)
        {
            if (NativeLocalTime(&nowSec, &parts) != null)
            {
                length = NativeFormat(text, 32, format, &parts);
            }
        }

        return Encoding.ASCII.GetString(text, (int)length);
    }

    private void Format(long second)
    {
        NativeTm parts = default;
        if (NativeLocalTime(&second, &parts) == null)
        {
            "0000-00-00 00:00:00"u8.CopyTo(_text);
            return;
        }

        Digits(0, 4, parts.Year + 1900);
        Digits(5, 2, parts.Month + 1);
        Digits(8, 2, parts.Day);
        Digits(11, 2, parts.Hour);
        Digits(14, 2, parts.Minute);
        Digits(17, 2, parts.Second);
        _text[4] = _text[7] = (byte)'-';
        _text[10] = (byte)' ';
        _text[13] = _text[16] = (byte)':';
    }

    private void Digits(int at, int count, int value)
    {
        for (int i = at + count - 1; i >= at; i--)
        {
            _text[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    [LibraryImport("libc", EntryPoint = "localtime_r")]
    private static partial NativeTm* NativeLocalTime(long* second, NativeTm* parts);

    [LibraryImport("libc", EntryPoint = "strftime")]
    private static partial nuint NativeFormat(byte* text, nuint bytesMax, byte* format, NativeTm* parts);

    /// <summary>
    /// <c>struct tm</c>: nine ints, then offset and zone name of glibc and musl. 64-bit time_t is assumed,
    /// which 32-bit glibc below 2.34 lacks; those read the low half, right until 2038 on little-endian
    /// machines.
    /// </summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NativeTm
    {
        public int Second;
        public int Minute;
        public int Hour;
        public int Day;
        public int Month;
        public int Year;
        public int WeekDay;
        public int YearDay;
        public int IsDst;
        public nint OffsetSeconds;
        public nint Zone;
    }
}
