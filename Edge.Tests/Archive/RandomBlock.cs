using Edge.Archive;
using Edge.Store;
using Edge.Tests.Store;
using static Edge.Tests.Store.TestHosts;

namespace Edge.Tests.Archive;

/// <summary>A chart of random dimensions, collected at random: its collections and its rows.</summary>
internal sealed class RandomBlock : IDisposable
{
    private readonly Chart _chart;
    private long _nowUsec = (StartSec * Second) + 300_000;

    public RandomBlock(Random random, int rounds)
    {
        Host host = New(new StoreOptions { Mode = MemoryMode.Ram, HistoryEntries = 3996 });
        _chart = host.NewChart(updateEvery: random.Next(4) == 0 ? 5 : 1);
        int dimensions = 1 + random.Next(9);
        for (int i = 0; i < dimensions; i++)
        {
            _chart.Define($"d{i}", null, (Algorithm)random.Next(4), 1 - (random.Next(3) * 7),
                1 + random.Next(1000), random.Next(3) == 0 ? DimensionFlags.NoResetDetection : 0);
        }

        var values = new long[dimensions];
        int before = random.Next(4);
        for (int i = 0; i < before + 2; i++)
        {
            Collect(random, values, allSet: i < 2, gaps: false);
        }

        Shape.Take(_chart);
        Raw = new RawBlock(dimensions, rounds + 8);
        if (!Raw.TryBegin(_chart.Series))
        {
            throw new InvalidOperationException("The chart has no row yet.");
        }

        bool partial = random.Next(2) == 0;
        bool gaps = random.Next(2) == 0;
        long from = _chart.Series.LastEntrySec;
        for (int i = 0; i < rounds || _chart.Series.LastEntrySec == from; i++)
        {
            Collect(random, values, !partial, gaps && i < rounds);
            if (!Raw.IsFull)
            {
                Append(random, values);
            }
        }

        int rows = (int)((_chart.Series.LastEntrySec - from) / _chart.UpdateEvery);
        var samples = new List<uint>();
        for (int i = 1; i <= rows; i++)
        {
            Series series = _chart.Series;
            samples.AddRange(series.Row(series.RowAt(from + ((long)i * _chart.UpdateEvery))));
        }

        Rows = samples.ToArray();
    }

    public ChartShape Shape { get; } = new();

    public RawBlock Raw { get; }

    public uint[] Rows { get; }

    public void Dispose()
    {
        Raw.Dispose();
        _chart.Dispose();
    }

    private byte[] _updated = [];

    private void Append(Random random, long[] values) =>
        Raw.TryAppend(_chart.Series.Clock.LastCollectedUsec, values, _updated);

    /// <summary>Steps, constants, counters that wrap or start again, noise of 64 bits.</summary>
    private void Collect(Random random, long[] values, bool allSet, bool gaps)
    {
        long every = _chart.UpdateEvery * Second;
        long step = gaps && random.Next(8) == 0
            ? random.NextInt64(every / 10, every * 4) : every + random.Next(-400, 400);
        _nowUsec += step;
        _chart.Begin(step);
        _updated = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.Next(40) switch
            {
                0 => random.NextInt64(long.MinValue, long.MaxValue),
                1 => 0,
                2 => long.MinValue,
                < 20 => values[i],
                _ => unchecked(values[i] + random.Next(0, 1 << (i % 20))),
            };
            if (allSet || random.Next(10) > 0)
            {
                _updated[i] = 1;
                _chart.Set(_chart.Dimensions[i], values[i], _nowUsec);
            }
        }

        _chart.Commit(_nowUsec);
    }
}
