namespace Edge.Query;

/// <summary>
/// Averages whose exact decimal lies half-way between two last digits: a double cannot know which one the
/// reference prints, so these few are computed again as the reference does, and moved a hair to the right
/// side.
/// </summary>
internal static class Ties
{
    private const double Unit = 1e7;

    /// <summary>
    /// The hair, in last digits; far below what anyone sees, far above the noise of a double up to some
    /// 100,000. Above, it is four times that noise.
    /// </summary>
    private const double Hair = 1e-4;

    /// <summary>Relative distance of two doubles.</summary>
    private const double Ulp = 1.0 / (1L << 52);

    /// <summary>
    /// Above this the seventh decimal is beyond a double anyway: 2^48 units are 28 million.
    /// </summary>
    private const double UnitsMax = 1L << 48;

    /// <summary>Whether the digits of an average of <paramref name="count"/> samples are in doubt.</summary>
    public static bool IsNear(double value, long count)
    {
        double units = Math.Abs(value) * Unit;
        double noise = Math.Max(1e-7, units * (count + 4) * Ulp);
        return units < UnitsMax && Math.Abs(units - Math.Floor(units) - 0.5) <= noise;
    }

    /// <summary>The value on the side of the tie that <paramref name="exact"/> rounds to.</summary>
    public static double Settle(double value, Extended exact)
    {
        double lower = Math.Floor(Math.Abs(value) * Unit);
        double hair = Math.Max(Hair, lower * 4 * Ulp);
        double units = lower + 0.5 + (exact.ToUnits() > lower ? hair : -hair);
        return Math.CopySign(units / Unit, value);
    }
}
