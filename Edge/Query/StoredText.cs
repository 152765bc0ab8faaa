using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Query;

/// <summary>
/// Prints a stored sample without making a floating-point number of it: its mantissa already is the decimal
/// digits (spec database 4.1 for the bits, query 5.9 for the form).
/// </summary>
internal static class StoredText
{
    /// <summary>Of what stands before the values of <see cref="WriteRow"/>: one store of 64 bits.</summary>
    public const int LeadBytesMax = 8;

    private const uint MantissaMask = 0x00FF_FFFF;
    private const uint FlagMask = 0x0700_0000;
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

    /// <summary>
    /// The hot loop: a row of values, each after the same few bytes. A thousand rows of ten pass here in a
    /// tenth of a millisecond, so nothing in it is checked but the room for all, once.
    /// </summary>
    /// <param name="target">At least samples x (<see cref="LeadBytesMax"/> + <see
    /// cref="NumberText.BytesMax"/>) bytes from <paramref name="at"/> on.</param>
    /// <param name="at">Where to write.</param>
    /// <param name="lead">Before each value, as <see cref="LeadWord"/> makes it.</param>
    /// <param name="leadBytes">Of them, so many count.</param>
    /// <param name="samples">Absent ones included.</param>
    /// <param name="nullToZero">Absent ones are 0.</param>
    /// <returns>Where the next byte belongs.</returns>
    public static int WriteRow(
        Span<byte> target, int at, ulong lead, int leadBytes, ReadOnlySpan<uint> samples, bool nullToZero)
    {
        Guard.That((uint)leadBytes <= LeadBytesMax);
        Guard.That(target.Length - at >= (long)samples.Length * (LeadBytesMax + NumberText.BytesMax));
        ref byte first = ref MemoryMarshal.GetReference(target);
        foreach (uint sample in samples)
        {
            NumberText.Put(ref Unsafe.Add(ref first, at), lead);
            at += leadBytes;
            if ((sample & (FlagMask | Multiply)) - 1 < FlagMask)
            {
                // It exists, and its mantissa is not multiplied.
                uint mantissa = sample & MantissaMask;
                if ((int)sample < 0 && mantissa != 0)
                {
                    Unsafe.Add(ref first, at++) = (byte)'-';
                }

                at += NumberText.WriteDecimal(
                    ref Unsafe.Add(ref first, at), mantissa, (int)(sample >> 27) & 7);
            }
            else
            {
                Span<byte> rest = target[at..];
                at += StoredNumber.DoesExist(sample)
                    ? Write(rest, sample)
                    : RowWriter.PutEmpty(rest, nullToZero);
            }
        }

        return at;
    }

    /// <summary>At most <see cref="LeadBytesMax"/> bytes, for <see cref="NumberText.Put"/>.</summary>
    public static ulong LeadWord(ReadOnlySpan<byte> lead)
    {
        Guard.That(lead.Length <= LeadBytesMax);
        Span<byte> word = stackalloc byte[LeadBytesMax];
        word.Clear();
        lead.CopyTo(word);
        return BinaryPrimitives.ReadUInt64LittleEndian(word);
    }
}
