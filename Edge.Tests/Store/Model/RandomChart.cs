using Edge.Store;

namespace Edge.Tests.Store.Model;

/// <summary>
/// A chart and its life, drawn from a seed: how it is configured, how its counters behave, how its
/// collector's clock and the wall clock misbehave. The same seed gives the same life.
/// </summary>
internal sealed class RandomChart
{
    private static readonly long[] Factors = [1, 1, 1, 1, -1, 8, 1000, 1024, -100, 3, 1_000_000];

    private readonly Random _random;
    private readonly List<Source> _sources = [];
    private readonly int _calm;
    private long _nowUsec;

    public RandomChart(int seed)
    {
        _random = new Random(seed);
        UpdateEvery = Pick(1, 1, 1, 2, 5, 10);
        Entries = Pick(5, 6, 7, 12, 40);
        PassOnly = _random.Next(12) == 0;
        StoreFirst = _random.Next(6) == 0;
        GapLimit = Pick(3, 3, 3, 4, 6);
        _calm = Pick(2, 10, 50);
        _nowUsec = 1_600_000_000_000_000 + _random.NextInt64(100_000_000);
    }

    public int UpdateEvery { get; }

    public int Entries { get; }

    public bool PassOnly { get; }

    public bool StoreFirst { get; private set; }

    public int GapLimit { get; }

    public bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    public int Next(int below) => _random.Next(below);

    public bool FlipStoreFirst() => StoreFirst = !StoreFirst;

    /// <summary>A definition; the counter behind a redefined dimension stays what it was.</summary>
    public (Algorithm Algorithm, long Multiplier, long Divisor, bool NoReset) Describe()
    {
        Algorithm algorithm = Pick(Algorithm.Incremental, Algorithm.Incremental, Algorithm.Absolute,
            Algorithm.PercentageOfAbsoluteRow, Algorithm.PercentageOfIncrementalRow);
        return (algorithm, Factor(), Factor(), _random.Next(5) == 0);
    }

    /// <summary>A definition that stays within what the fast path takes.</summary>
    public (Algorithm Algorithm, long Multiplier, long Divisor, bool NoReset) DescribePlain() =>
        (_random.Next(3) == 0 ? Algorithm.Absolute : Algorithm.Incremental, Factor(), Factor(), false);

    public void AddSource() => _sources.Add(new Source(_random));

    public ModelCollection Collect()
    {
        long interval = UpdateEvery * 1_000_000L;
        long step = interval;
        if (_random.Next(_calm) == 0)
        {
            step = Pick(0, 1, interval / 4, interval / 2, interval + 1, interval - 1, 2 * interval,
                3 * interval, 4 * interval, 6 * interval, (Entries - 1) * interval, Entries * interval,
                (Entries + 1) * interval, _random.NextInt64(3 * interval), -interval, -20 * interval,
                30 * interval);
        }

        _nowUsec += step + (_random.Next(3) == 0 ? _random.NextInt64(-interval / 50, interval / 50) : 0);
        long since = Pick(step, step, step, interval, 0, step + _random.Next(-50_000, 50_000));
        if (_random.Next(_calm) == 0)
        {
            since = Pick(1, interval / 3, 2 * interval, 5 * interval, 7 * interval, Entries * interval,
                (Entries * interval) + 1, 1_000_000_000_000, _random.NextInt64(4 * interval), _nowUsec);
        }

        var sets = new List<(int, long)>();
        for (int i = 0; i < _sources.Count; i++)
        {
            long value = _sources[i].Next(_random, _calm);
            if (_random.Next(_calm) == 0)
            {
                int times = Pick(0, 0, 2);
                for (int k = 0; k < times; k++)
                {
                    sets.Add((i, value - 1 + k));
                }

                continue;
            }

            sets.Add((i, value));
        }

        return new ModelCollection(_nowUsec, Math.Max(since, 0), sets);
    }

    private long Factor() => Factors[_random.Next(Factors.Length)];

    private T Pick<T>(params ReadOnlySpan<T> from) => from[_random.Next(from.Length)];

    /// <summary>What a dimension counts or measures.</summary>
    private sealed class Source(Random random)
    {
        private readonly int _kind = random.Next(7);
        private long _value = random.Next(3) switch
        {
            0 => 0,
            1 => random.Next(1_000_000),
            _ => random.NextInt64(long.MaxValue),
        };

        public long Next(Random random, int calm)
        {
            switch (_kind)
            {
                case 0: // a gauge
                    return random.Next(-1000, 1000);
                case 1: // a big gauge
                    return random.NextInt64(-5_000_000_000, 5_000_000_000);
                case 2: // a 32-bit counter
                    _value = (_value + random.Next(400_000_000)) & 0xFFFF_FFFF;
                    break;
                case 3: // a 64-bit counter in large steps
                    _value = unchecked(_value + random.NextInt64(1L << 58));
                    break;
                case 4: // noise
                    return unchecked((long)((ulong)random.NextInt64() << random.Next(3)));
                default:
                    _value = unchecked(_value + random.Next(100_000));
                    break;
            }

            if (random.Next(calm * 4) == 0)
            {
                _value = random.Next(3) == 0 ? 0 : random.Next(1000);
            }

            return _value;
        }
    }
}
