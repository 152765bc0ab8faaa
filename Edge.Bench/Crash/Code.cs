namespace Edge.Bench.Crash;

/// <summary>
/// Values that tell whose they are: 16 bits say which dimension of which chart of which host, 8 bits the
/// second. 24 bits are what a stored sample keeps exactly.
/// </summary>
internal static class Code
{
    private const int Step = 256;

    /// <summary>Room at both ends, so that no value between two collections leaves its dimension.</summary>
    private const int Margin = 16;

    private const int Half = 224;

    /// <summary>A generator that was held up is so many seconds late at most.</summary>
    private const int LateSecondsMax = 16;

    /// <summary>Dimensions that can be told apart: 2^24 / 256.</summary>
    public const int DimensionsMax = 1 << 16;

    /// <summary>
    /// Goes up and down by one each second: what lies between two collections stays between.
    /// </summary>
    public static int Value(int dimension, long sec) => (dimension * Step) + Margin + Wave(sec);

    /// <summary>Whether a value can be of this dimension and about this second.</summary>
    public static bool IsOf(double value, int dimension, long sec)
    {
        double wave = value - (dimension * Step) - Margin;
        if (wave < -1 || wave > Half + 1)
        {
            return false;
        }

        for (int late = -2; late <= LateSecondsMax; late++)
        {
            if (Math.Abs(wave - Wave(sec - late)) <= 1)
            {
                return true;
            }
        }

        return false;
    }

    private static int Wave(long sec)
    {
        int at = (int)(sec % (2 * Half));
        return at < Half ? at : (2 * Half) - at;
    }
}
