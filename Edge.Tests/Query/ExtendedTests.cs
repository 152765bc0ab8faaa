using System.Numerics;
using Edge.Query;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>80-bit arithmetic against the same written with integers of any size.</summary>
public sealed class ExtendedTests
{
    [Fact]
    public void Sums_and_quotients_of_samples_round_as_a_64_bit_mantissa_does()
    {
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++)
        {
            int count = random.Next(1, 6);
            Extended sum = default;
            var model = new Model(0, 0);
            for (int k = 0; k < count; k++)
            {
                double sample = Sample(random);
                sum += Extended.OfSample(sample);
                model = Model.Add(model, Model.OfSample(sample));
            }

            ulong units = (sum / Extended.Of((ulong)count)).ToUnits();
            ulong expected = Model.Units(Model.Divide(model, new Model(count, 0)));
            if (units != expected)
            {
                Assert.Fail($"round {i}: {units} is not {expected}");
            }
        }
    }

    [Fact]
    public void The_recorded_tie_goes_down() =>
        Assert.Equal(2506265ul, (Extended.OfSample(0.5012531) / Extended.Of(2)).ToUnits());

    /// <summary>
    /// Few decimals and small counts, so that ties are common; both signs, so that sums cancel.
    /// </summary>
    private static double Sample(Random random)
    {
        double value = random.Next(-200_000_000, 200_000_000) / Math.Pow(10, random.Next(1, 9));
        return StoredNumber.Unpack(StoredNumber.Pack(value, StoredNumber.Exists));
    }

    /// <summary>value = Mantissa * 2^Exponent, the mantissa signed and rounded to 64 bits.</summary>
    private readonly record struct Model(BigInteger Mantissa, int Exponent)
    {
        public static Model OfSample(double sample)
        {
            uint packed = StoredNumber.Pack(sample, StoredNumber.Exists);
            var value = new Model(packed & 0xFFFFFF, 0);
            for (int n = (int)(packed >> 27) & 7; n > 0; n--)
            {
                value = (packed & (1u << 30)) != 0
                    ? Round(value.Mantissa * 10, value.Exponent)
                    : Divide(value, new Model(10, 0));
            }

            return sample < 0 ? value with { Mantissa = -value.Mantissa } : value;
        }

        public static Model Add(Model a, Model b)
        {
            int exponent = Math.Min(a.Exponent, b.Exponent);
            return Round((a.Mantissa << (a.Exponent - exponent)) + (b.Mantissa << (b.Exponent - exponent)),
                exponent);
        }

        public static Model Divide(Model a, Model b)
        {
            // 300 more bits than asked for; a remainder beyond them shows as one more bit.
            BigInteger quotient = BigInteger.DivRem(a.Mantissa << 300, b.Mantissa, out BigInteger rest);
            return Round((quotient << 1) + rest.Sign, a.Exponent - b.Exponent - 301);
        }

        public static ulong Units(Model value)
        {
            BigInteger magnitude = BigInteger.Abs(value.Mantissa);
            BigInteger whole = Shift(magnitude, value.Exponent);
            Model fraction = Add(new Model(magnitude, value.Exponent), new Model(-whole, 0));
            Model scaled = Round(fraction.Mantissa * 10_000_000, fraction.Exponent);
            BigInteger down = Shift(scaled.Mantissa, scaled.Exponent);
            int digits = Math.Max(0, -scaled.Exponent);
            BigInteger rest = (scaled.Mantissa << Math.Max(0, scaled.Exponent)) - (down << digits);
            int half = (rest * 2).CompareTo(BigInteger.One << digits);
            down += half > 0 || (half == 0 && !down.IsEven) ? 1 : 0;
            return (ulong)((whole * 10_000_000) + down);
        }

        private static BigInteger Shift(BigInteger value, int by) => by >= 0 ? value << by : value >> -by;

        private static Model Round(BigInteger mantissa, int exponent)
        {
            BigInteger magnitude = BigInteger.Abs(mantissa);
            int drop = (int)magnitude.GetBitLength() - 64;
            if (drop <= 0)
            {
                return new Model(mantissa, exponent);
            }

            BigInteger kept = magnitude >> drop;
            int half = ((magnitude - (kept << drop)) * 2).CompareTo(BigInteger.One << drop);
            kept += half > 0 || (half == 0 && !kept.IsEven) ? 1 : 0;
            return new Model(mantissa.Sign * kept, exponent + drop);
        }
    }
}
