using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Edge.Store;
using Edge.Sys;

namespace Edge.Query;

/// <summary>
/// Sums of stored samples in whole units of 10^-7, which is exact: a sample that is not multiplied is a
/// mantissa of 24 bits divided by 10^0 to 10^7. So an ordinary average costs an integer multiplication a
/// sample and one division, and is right to its last digit but for ties.
/// </summary>
internal static class UnitSums
{
    /// <summary>
    /// Samples of one sum: a sample has less than 2^48 units, the last digits of averages of more samples are
    /// less sure (see <see cref="SureBelow"/>).
    /// </summary>
    public const int SamplesMax = 4096;

    /// <summary>
    /// What a unit is worth. Its own rounding costs a double's last bit, far below the seventh decimal.
    /// </summary>
    public const double Unit = 1e-7;

    /// <summary>
    /// A double of more units has no seventh decimal any more; the text is then that of the double.
    /// </summary>
    private const ulong UnitsMax = 1UL << 47;

    private const uint MantissaMask = 0x00FF_FFFF;
    private const uint Negative = 1u << 31;

    /// <summary>Flags and the multiplication; ordinary samples have <see cref="StoredNumber.Exists"/> alone.
    /// </summary>
    private const uint KindMask = 0x4700_0000;

    /// <summary>By decimal places, what makes units of a mantissa.</summary>
    private static ReadOnlySpan<uint> Scale => [10_000_000, 1_000_000, 100_000, 10_000, 1000, 100, 10, 1];

    /// <summary>Adds one column of a run.</summary>
    /// <param name="run">At least one row.</param>
    /// <param name="column">One that its rows have.</param>
    /// <param name="kinds">Gets the bits in which a sample's kind was not the ordinary one.</param>
    /// <param name="signs">Gets bit 31 if one was negative, and bit 30 if one was not.</param>
    /// <returns>The magnitudes' sum.</returns>
    public static ulong Add(in SampleRun run, int column, ref uint kinds, ref uint signs)
    {
        Guard.That(run.Rows > 0 && (uint)column < (uint)run.Columns);
        Guard.That(run.Samples.Length > ((run.Rows - 1L) * run.Stride) + column);
        ref uint sample = ref Unsafe.Add(ref MemoryMarshal.GetReference(run.Samples), column);
        ref uint scale = ref MemoryMarshal.GetReference(Scale);
        ulong sum = 0;
        (uint odd, uint any, uint all) = (0, 0, uint.MaxValue);
        for (int left = run.Rows; left > 0; left--)
        {
            uint value = sample;
            odd |= value ^ StoredNumber.Exists;
            any |= value;
            all &= value;
            sum += (ulong)(value & MantissaMask) * Unsafe.Add(ref scale, (value >> 27) & 7);
            sample = ref Unsafe.Add(ref sample, run.Stride);
        }

        kinds |= odd & KindMask;
        signs |= (any & Negative) | ((~all & Negative) >> 1);
        return sum;
    }

    /// <summary>
    /// Averages below so many units are sure. With n samples and an average of u units, one that is no tie is
    /// at least 1 / 2n units away from it; the reference computes with 64 bits, of which seven divisions a
    /// sample and n additions may spoil u (n + 8) / 2^64 units. Both sides are kept a factor of eight apart.
    /// </summary>
    /// <param name="count">1 to <see cref="SamplesMax"/>.</param>
    public static ulong SureBelow(uint count) => Math.Min(UnitsMax, (1UL << 60) / (count * (count + 8UL)));

    /// <summary>The average to seven decimals; false: in doubt.</summary>
    /// <param name="sum">Of the magnitudes of <paramref name="count"/> samples of one sign, in units.</param>
    /// <param name="count">1 to <see cref="SamplesMax"/>.</param>
    /// <param name="sureBelow"><see cref="SureBelow"/>.</param>
    /// <param name="value">The magnitude in units.</param>
    public static bool TryAverage(ulong sum, uint count, ulong sureBelow, out ulong value)
    {
        ulong quotient = sum / count;
        ulong doubled = 2 * (sum - (quotient * count));
        value = doubled > count ? quotient + 1 : quotient;
        return doubled != count && quotient < sureBelow;
    }
}
