using System.Globalization;
using Edge.Store;
using Edge.Tests.Store.Model;
using Xunit;

namespace Edge.Tests.Store;

public class StoredNumberTests
{
    [Theory]
    [InlineData(0, 0x01000000, 0)]
    [InlineData(1, 0x39989680, 1)]
    [InlineData(-1, 0xB9989680, -1)]
    [InlineData(0.1, 0x390F4240, 0.1)]
    [InlineData(0.9, 0x39895440, 0.9)]
    [InlineData(1.7, 0x3119F0A0, 1.7)]
    [InlineData(3.14159265, 0x312FEFD9, 3.141593)]
    [InlineData(99.99, 0x29989298, 99.99)]
    [InlineData(-1234.5678, 0xA1BC614E, -1234.5678)]
    [InlineData(1677721.5, 0x09FFFFFF, 1677721.5)]
    [InlineData(16777215, 0x01FFFFFF, 16777215)]
    [InlineData(16777217, 0x4919999A, 16777220)]
    [InlineData(4294967295, 0x59418937, 4294967000)]
    [InlineData(1e12, 0x69989680, 1e12)]
    [InlineData(1.67772150e14, 0x79FFFFFF, 1.6777215e14)]
    [InlineData(1e15, 0x65989680, 1e15)]
    [InlineData(1e22, 0x7DFFFFFF, 1.6777215e21)]
    [InlineData(1e-7, 0x39000001, 1e-7)]
    [InlineData(1e-8, 0x39000000, 0)]
    public void The_worked_examples_are_packed_and_read_back(double value, uint packed, double readBack)
    {
        Assert.Equal(packed, StoredNumber.Pack(value, StoredNumber.Exists));
        Assert.Equal(packed, ModelNumber.Pack(value, StoredNumber.Exists));
        Assert.Equal(packed, ModelNumber.PackExact(value, StoredNumber.Exists));
        Assert.Equal(readBack, StoredNumber.Unpack(packed));
    }

    [Fact]
    public void The_worked_example_with_a_reset()
    {
        uint packed = StoredNumber.Pack(50, StoredNumber.ExistsReset);
        Assert.Equal(0x2A4C4B40u, packed);
        Assert.True(StoredNumber.DoesExist(packed));
        Assert.True(StoredNumber.DidReset(packed));
        Assert.Equal(50, StoredNumber.Unpack(packed));
    }

    [Fact]
    public void The_flags_tell_empty_existing_and_reset_slots_apart()
    {
        Assert.False(StoredNumber.DoesExist(StoredNumber.Empty));
        Assert.False(StoredNumber.DidReset(StoredNumber.Empty));
        Assert.True(StoredNumber.DoesExist(StoredNumber.Pack(0, StoredNumber.Exists)));
        Assert.False(StoredNumber.DidReset(StoredNumber.Pack(0, StoredNumber.Exists)));
        Assert.Equal(StoredNumber.ExistsReset, StoredNumber.Pack(0, StoredNumber.ExistsReset));

        // A reset of a value in hundreds is not seen: the three bits are compared as one (4.1).
        uint large = StoredNumber.Pack(1e16, StoredNumber.ExistsReset);
        Assert.True(StoredNumber.DoesExist(large));
        Assert.False(StoredNumber.DidReset(large));
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(double.MinValue)]
    public void What_is_out_of_range_saturates(double value)
    {
        uint packed = StoredNumber.Pack(value, StoredNumber.Exists);
        Assert.Equal(1.6777215e21, Math.Abs(StoredNumber.Unpack(packed)));
        Assert.Equal(value < 0, StoredNumber.Unpack(packed) < 0);
    }

    [Fact]
    public void All_whole_numbers_of_24_bits_are_kept_exactly_and_packed_as_the_loop_does()
    {
        for (int mantissa = 1; mantissa <= 0x00FF_FFFF; mantissa++)
        {
            uint packed = StoredNumber.Pack(mantissa, StoredNumber.Exists);
            if (packed != ModelNumber.Pack(mantissa, StoredNumber.Exists)
                || StoredNumber.Unpack(packed) != mantissa)
            {
                Assert.Fail($"{mantissa} becomes {packed:X8}");
            }
        }
    }

    [Fact]
    public void Up_to_seven_decimal_digits_are_packed_as_the_loop_does_and_read_back_exactly()
    {
        var random = new Random(7);
        for (int i = 0; i < 100_000; i++)
        {
            int digits = random.Next(1, 10_000_000);
            int exponent = random.Next(-7, 15);
            string text = $"{(i % 2 == 0 ? "" : "-")}{digits}e{exponent}";
            double value = double.Parse(text, CultureInfo.InvariantCulture);
            uint packed = StoredNumber.Pack(value, StoredNumber.Exists);
            if (packed != ModelNumber.Pack(value, StoredNumber.Exists)
                || (i % 8 == 0 && packed != ModelNumber.PackExact(value, StoredNumber.Exists))
                || (Math.Abs(value) < 1.6777215e14 && StoredNumber.Unpack(packed) != value))
            {
                Assert.Fail($"{value:R} becomes {packed:X8}");
            }
        }
    }

    [Fact]
    public void Random_values_differ_from_the_loop_only_where_the_rounding_is_a_close_call()
    {
        var random = new Random(11);
        int different = 0;
        const int Values = 1_000_000;
        for (int i = 0; i < Values; i++)
        {
            double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-9, 25));
            uint packed = StoredNumber.Pack(value, StoredNumber.Exists);
            if (packed == ModelNumber.Pack(value, StoredNumber.Exists))
            {
                continue;
            }

            different++;
            Assert.True(ModelNumber.IsPacked(packed, value, StoredNumber.Exists),
                $"{value:R} becomes {packed:X8}");
        }

        Assert.InRange(different, 0, Values / 100_000);
    }

    [Fact]
    public void At_the_limits_of_every_exponent_it_packs_as_the_loop_does()
    {
        for (int exponent = -7; exponent <= 14; exponent++)
        {
            double value = 16777215 * Math.Pow(10, exponent);
            for (int i = 0; i < 50; i++)
            {
                value = Math.BitDecrement(value);
            }

            for (int i = 0; i < 100; i++)
            {
                uint packed = StoredNumber.Pack(value, StoredNumber.Exists);
                Assert.True(ModelNumber.IsPacked(packed, value, StoredNumber.Exists),
                    $"{value:R} becomes {packed:X8}");
                value = Math.BitIncrement(value);
            }
        }
    }

    [Fact]
    public void What_was_read_is_packed_to_the_same_bits()
    {
        var random = new Random(13);
        for (int i = 0; i < 300_000; i++)
        {
            double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 22));
            uint packed = StoredNumber.Pack(value, StoredNumber.Exists);
            double read = StoredNumber.Unpack(packed);
            if (StoredNumber.Pack(read, StoredNumber.Exists) != packed && read != 0)
            {
                // Only one spelling is not stable: a mantissa that the rounding made one digit longer or
                // shorter.
                Assert.Equal(read, StoredNumber.Unpack(StoredNumber.Pack(read, StoredNumber.Exists)));
            }
        }
    }

    [Fact]
    public void Every_bit_pattern_is_read_as_the_loop_reads_it()
    {
        var random = new Random(17);
        for (int i = 0; i < 1_000_000; i++)
        {
            uint sample = (uint)random.NextInt64(1L << 32);
            double expected = ModelNumber.Unpack(sample);
            double distance = Math.Abs(StoredNumber.Unpack(sample) - expected);
            Assert.True(distance <= Math.Abs(expected) * 1e-15, $"{sample:X8}");
        }
    }
}
