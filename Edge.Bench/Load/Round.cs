using System.Buffers.Binary;
using System.Text;

namespace Edge.Bench.Load;

/// <summary>
/// The bytes of one collection of every chart, built once; afterwards only the digits change, in place, so
/// that sending
/// costs the generator a few stores a sample.
/// </summary>
internal sealed class Round
{
    /// <summary>
    /// How far the first counter of each chart moves in a round; the others move a little more.
    /// </summary>
    public const int StepOfFirst = 1000;

    private const int Digits = 12;
    private const int Variants = 16;
    private const long FirstValue = 100_000_000_000;

    private readonly Shape _shape;
    private readonly byte[][] _variants;

    /// <summary>Where the digits of each sample start; unused when the values are mixed.</summary>
    private readonly int[] _places;

    private long _count;

    /// <param name="shape">What to build.</param>
    /// <param name="usec">What BEGIN says: 0 is "since the last time".</param>
    /// <param name="seed">Of the values of a mixed round.</param>
    public Round(Shape shape, long usec, int seed)
    {
        _shape = shape;
        _places = new int[shape.Samples];
        var random = new Random(seed);
        _variants = new byte[shape.IsMixed ? Variants : 1][];
        for (int i = 0; i < _variants.Length; i++)
        {
            _variants[i] = Build(usec, random);
        }
    }

    /// <summary>The next round to send; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        long count = _count++;
        if (_shape.IsMixed)
        {
            return _variants[count % Variants];
        }

        byte[] bytes = _variants[0];
        Span<byte> digits = stackalloc byte[Digits];
        for (int d = 0; d < _shape.Dimensions; d++)
        {
            long value = FirstValue + (count * (StepOfFirst + d)) + d;
            for (int i = Digits - 1; i >= 0; i--)
            {
                digits[i] = (byte)('0' + (value % 10));
                value /= 10;
            }

            ulong front = BinaryPrimitives.ReadUInt64LittleEndian(digits);
            uint back = BinaryPrimitives.ReadUInt32LittleEndian(digits[8..]);
            for (int place = d; place < _places.Length; place += _shape.Dimensions)
            {
                Span<byte> target = bytes.AsSpan(_places[place], Digits);
                BinaryPrimitives.WriteUInt64LittleEndian(target, front);
                BinaryPrimitives.WriteUInt32LittleEndian(target[8..], back);
            }
        }

        return bytes;
    }

    private byte[] Build(long usec, Random random)
    {
        var text = new StringBuilder();
        for (int c = 0; c < _shape.Charts; c++)
        {
            text.Append($"BEGIN \"{_shape.Chart(c)}\" {usec}\n");
            for (int d = 0; d < _shape.Dimensions; d++)
            {
                text.Append($"SET \"{_shape.Dimension(c, d)}\" = ");
                _places[(c * _shape.Dimensions) + d] = text.Length;
                long below = (long)Math.Pow(10, random.Next(1, 10));
                text.Append(_shape.IsMixed ? random.NextInt64(below) : FirstValue).Append('\n');
            }

            text.Append("END\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
