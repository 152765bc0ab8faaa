namespace Edge.Stream;

/// <summary>
/// The one table of how long a destination is left alone, so that no answer of a peer makes a storm. The
/// first time it is <c>reconnect delay seconds</c> (or the row's own minimum); each further time in a row
/// doubles that, up to the row's maximum, which is the constant of 1.37 (spec stream-caps 4) where it has
/// one. What lies between is wanted: a parent that still holds a dead connection of this host lets it go
/// after 30 seconds, and is found some seconds later instead of two minutes.
/// </summary>
internal static class Backoff
{
    /// <summary>Ours, for ends that 1.37 does not postpone: one dial a minute hurts nobody.</summary>
    public const int SecondsMax = 60;

    /// <summary>How long to leave a destination alone, before jitter. 0: not at all.</summary>
    /// <param name="setback">Why.</param>
    /// <param name="inARow">1 for the first time since it last worked.</param>
    /// <param name="delaySeconds">Option <c>reconnect delay seconds</c>; never less than that.</param>
    public static long Seconds(Setback setback, int inARow, int delaySeconds)
    {
        (int first, int most) = setback switch
        {
            Setback.None or Setback.Lost => (0, 0),
            Setback.Localhost => (60, 3600),
            Setback.AlreadyConnected => (0, 120),
            Setback.NoAnswer => (0, 30),
            Setback.Tls or Setback.Certificate => (0, 300),
            _ => (0, SecondsMax),
        };
        if (most == 0)
        {
            return 0;
        }

        // 2^16 times the shortest delay is above every maximum.
        long doubled = (long)Math.Max(first, delaySeconds) << Math.Clamp(inARow - 1, 0, 16);
        return Math.Max(delaySeconds, Math.Min(doubled, most));
    }

    /// <summary>Number and words of the line about a skipped destination; the numbers are 1.37's.</summary>
    public static (int Code, string Text) Name(Setback setback) => setback switch
    {
        Setback.Foreign => (-1, "bad handshake"),
        Setback.Busy => (-1, "too busy"),
        Setback.Localhost => (-2, "localhost"),
        Setback.AlreadyConnected => (-3, "already connected"),
        Setback.Denied => (-4, "denied"),
        Setback.Forbidden => (-4, "forbidden"),
        Setback.NotSent => (-5, "timeout while sending request"),
        Setback.NoAnswer => (-6, "timeout while expecting first response"),
        Setback.Certificate => (-7, "invalid SSL certificate"),
        Setback.Tls => (-8, "SSL error"),
        Setback.EndedSoon => (0, "disconnected at once"),
        _ => (0, "disconnected"),
    };

    public static Setback Of(AnswerKind answer) => answer switch
    {
        AnswerKind.Localhost => Setback.Localhost,
        AnswerKind.AlreadyConnected => Setback.AlreadyConnected,
        AnswerKind.Denied => Setback.Denied,
        AnswerKind.Forbidden => Setback.Forbidden,
        AnswerKind.Busy => Setback.Busy,
        _ => Setback.Foreign,
    };
}
