using BenchmarkDotNet.Attributes;
using Edge.Store;

namespace Edge.Bench.Store;

/// <summary>A thousand values into stored numbers and back.</summary>
public class NumberBench
{
    private const int Count = 1000;

    private readonly double[] _wholes = new double[Count];
    private readonly double[] _fractions = new double[Count];
    private readonly uint[] _packed = new uint[Count];

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        for (int i = 0; i < Count; i++)
        {
            _wholes[i] = random.Next(0x00FF_FFFF);
            _fractions[i] = Math.Pow(10, (random.NextDouble() * 14) - 5);
            _packed[i] = StoredNumber.Pack(_fractions[i], StoredNumber.Exists);
        }
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public uint PackWholes() => Pack(_wholes);

    [Benchmark(OperationsPerInvoke = Count)]
    public uint PackFractions() => Pack(_fractions);

    [Benchmark(OperationsPerInvoke = Count)]
    public double Unpack()
    {
        double sum = 0;
        foreach (uint packed in _packed)
        {
            sum += StoredNumber.Unpack(packed);
        }

        return sum;
    }

    private static uint Pack(double[] values)
    {
        uint bits = 0;
        foreach (double value in values)
        {
            bits ^= StoredNumber.Pack(value, StoredNumber.Exists);
        }

        return bits;
    }
}
