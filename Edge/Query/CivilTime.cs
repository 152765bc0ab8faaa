using Edge.Text;

namespace Edge.Query;

/// <summary>Seconds since 1970 as the dates of the formats, in a time zone, without a string.</summary>
internal static class CivilTime
{
    /// <summary>Room that any of these may use.</summary>
    public const int BytesMax = 48;

    /// <summary><c>2021-03-01 00:00:00</c>.</summary>
    public static int WriteDate(Span<byte> target, long sec, TimeZoneInfo zone)
    {
        DateTime time = Local(sec, zone);
        int at = Number(target, 0, time.Year, 4);
        target[at++] = (byte)'-';
        at = Number(target, at, time.Month, 2);
        target[at++] = (byte)'-';
        at = Number(target, at, time.Day, 2);
        target[at++] = (byte)' ';
        at = Number(target, at, time.Hour, 2);
        target[at++] = (byte)':';
        at = Number(target, at, time.Minute, 2);
        target[at++] = (byte)':';
        return Number(target, at, time.Second, 2);
    }

    /// <summary>
    /// <c>2021,2,1,0,0,0</c>: the arguments of a JavaScript date, month from 0, without leading zeros.
    /// </summary>
    public static int WriteScript(Span<byte> target, long sec, TimeZoneInfo zone)
    {
        DateTime time = Local(sec, zone);
        int at = Number(target, 0, time.Year, 4);
        ReadOnlySpan<int> parts = [time.Month - 1, time.Day, time.Hour, time.Minute, time.Second];
        foreach (int part in parts)
        {
            target[at++] = (byte)',';
            at = Number(target, at, part, part < 10 ? 1 : 2);
        }

        return at;
    }

    public static int WriteSeconds(Span<byte> target, long sec) => NumberText.WriteSeconds(target, sec);

    private static int Number(Span<byte> target, int at, int value, int digits)
    {
        for (int i = digits - 1; i >= 0; i--)
        {
            target[at + i] = (byte)('0' + (value % 10));
            value /= 10;
        }

        return at + digits;
    }

    private static DateTime Local(long sec, TimeZoneInfo zone)
    {
        // The years 1 to 9999, a day short of either end so that no zone leads out of them.
        var utc = new DateTime(
            Math.Clamp((sec * TimeSpan.TicksPerSecond) + DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerDay,
                DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay), DateTimeKind.Utc);
        return zone == TimeZoneInfo.Utc ? utc : utc + zone.GetUtcOffset(utc);
    }
}
