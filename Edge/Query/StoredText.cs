using System.Runtime.CompilerServices;
using Edge.Text;

namespace Edge.Query;

/// <summary>
/// Prints a stored sample without making a floating-point number of it: its mantissa already is the decimal
/// digits (spec database 4.1 for the bits, query 5.9 for the form).
/// </summary>
internal static class StoredText
{
    private const uint MantissaMask = 0x00FF_FFFF;
    private const uint Base100 = 1u << 26;
    private const uint Multiply = 1u << 30;
    private const uint Negative = 1u << 31;

    /// <param name="target">At least <see cref="NumberText.BytesMax"/> bytes.</param>
    /// <param name="sample">One that exists.</param>
    /// <returns>Bytes written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(Span<byte> target, uint sample)
    {
        bool isNegative = (sample & Negative) != 0;
        int exponent = (int)(sample >> 27) & 7;
        uint mantissa = sample & MantissaMask;
        if ((sample & Multiply) == 0)
        {
            return NumberText.WriteDecimal(target, isNegative, mantissa, exponent);
        }

        int zeros = (sample & Base100) != 0 ? 2 * exponent : exponent;
        return NumberText.WriteScaled(target, isNegative, mantissa, zeros);
    }
}
