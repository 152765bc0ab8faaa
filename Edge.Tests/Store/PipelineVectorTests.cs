using Edge.Store;
using Edge.Tests.Store.Model;
using Xunit;
using static Edge.Tests.Store.TestHosts;

namespace Edge.Tests.Store;

/// <summary>
/// The verified vectors of spec database 3.9. Their first slot may be a short one, because the unit test they
/// come from sets the microseconds of <c>last_updated</c> too. Nothing else does, so Edge keeps whole seconds
/// there: the model reproduces every number, Edge all but the first of a short slot, for which the vector
/// says what 3.5 gives.
/// </summary>
public class PipelineVectorTests
{
    private const long Fifteenth32 = 0xFFFF_FFFF / 15;
    private const long Fifteenth64 = (long)(ulong.MaxValue / 15);

    private static readonly Dictionary<string, Vector> Vectors = new()
    {
        ["absolute"] = new(Algorithm.Absolute,
            [(0, 10), (1000000, 20), (1000000, 30), (1000000, 40)], [20, 30, 40]),
        ["absolute, collected mid-second"] = new(Algorithm.Absolute,
            [(500000, 10), (1000000, 20), (1000000, 30), (1000000, 40)], [20, 30, 40]),
        ["incremental"] = new(Algorithm.Incremental,
            [(0, 10), (1000000, 20), (1000000, 30), (1000000, 40)], [10, 10, 10]),
        ["incremental, mid-second"] = new(Algorithm.Incremental,
            [(500000, 10), (1000000, 20), (1000000, 30), (1000000, 40)], [10, 10, 10], First: 5),
        ["absolute, long dt"] = new(Algorithm.Absolute,
            [(500000, 1000), (2000000, 2000), (2000000, 3000), (2000000, 4000)],
            [1250, 2000, 2250, 3000, 3250, 4000]),
        ["incremental, long dt"] = new(Algorithm.Incremental,
            [(500000, 1000), (2000000, 2000), (2000000, 3000), (2000000, 4000)],
            [500, 500, 500, 500, 500, 500], First: 250),
        ["incremental, 4 samples/s"] = new(Algorithm.Incremental, Quarters(),
            [4000, 4000, 4000, 4000], First: 3000),
        ["absolute, 4 samples/s"] = new(Algorithm.Absolute, Quarters(), [4000, 8000, 12000, 16000]),
        ["incremental, 32-bit wrap"] = new(Algorithm.Incremental, Wraps(Fifteenth32),
            WrapsStored(Fifteenth32)),
        ["incremental, 64-bit wrap"] = new(Algorithm.Incremental, Wraps(Fifteenth64),
            WrapsStored(Fifteenth64)),
        ["percentage-of-incremental-row, irregular"] = new(Algorithm.PercentageOfIncrementalRow,
            [
                (500000, 1000), (600000, 1600), (200000, 1800), (1000000, 2800), (200000, 3000),
                (2000000, 5000), (600000, 5600), (400000, 6000), (900000, 6900), (1000000, 7900),
            ],
            [83.33333, 100, 100, 100, 100, 100, 100], First: 100),
    };

    public static TheoryData<string> Names => new(Vectors.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_model_gives_the_verified_points(string name)
    {
        Vector vector = Vectors[name];
        var model = new ModelChart(1, 100, passOnly: false, storeFirst: false, gapLimit: 3);
        ModelDimension dimension = model.Add();
        dimension.Algorithm = vector.Algorithm;
        long now = StartSec * Second;
        foreach ((long usec, long value) in vector.Feed)
        {
            now += model.CounterDone == 0 ? 0 : usec;
            model.Collect(new ModelCollection(now, usec, [(0, value)]));
            if (model.CounterDone == 1)
            {
                model.StartAt(usec);
                now = model.LastCollectedTime;
            }
        }

        Assert.Equal(vector.Stored, dimension.Slots.Take(model.CurrentEntry)
            .Select(slot => ModelNumber.Unpack(ModelNumber.Pack(slot.Value, slot.Flags))), Close);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Edge_gives_the_verified_points(string name)
    {
        Vector vector = Vectors[name];
        using Host host = New(new StoreOptions { HistoryEntries = 100 });
        Chart chart = host.NewChart();
        Dimension dimension = chart.Define("dimension", algorithm: vector.Algorithm)!;
        long now = StartSec * Second;
        foreach ((long usec, long value) in vector.Feed)
        {
            ref ChartClock clock = ref chart.Series.Clock;
            now += clock.CounterDone == 0 ? 0 : usec;
            chart.Begin(usec);
            chart.Set(dimension, value, now);
            chart.Commit(now);
            if (chart.Series.Clock.CounterDone == 1)
            {
                now = (StartSec * Second) + usec;
                chart.Series.Clock.LastCollectedUsec = now;
            }
        }

        double[] stored = [.. vector.Stored];
        stored[0] = vector.First ?? stored[0];
        Assert.Equal(stored, Enumerable.Range(0, chart.Series.Clock.CurrentEntry)
            .Select(row => StoredNumber.Unpack(chart.Series.Row(row)[0])), Close);
    }

    /// <summary>As the reference's unit test: the packing costs some digits.</summary>
    private static bool Close(double expected, double actual) =>
        Math.Abs(expected - actual) <= Math.Abs(expected) * 1e-6;

    private static (long, long)[] Quarters()
    {
        var feed = new (long, long)[16];
        for (int i = 0; i < feed.Length; i++)
        {
            feed[i] = (250000, (i + 1) * 1000);
        }

        return feed;
    }

    private static double[] WrapsStored(double fifteenth) =>
        [7 * fifteenth, 7 * fifteenth, fifteenth, 7 * fifteenth, 7 * fifteenth, fifteenth];

    private static (long, long)[] Wraps(long fifteenth)
    {
        var feed = new (long, long)[7];
        for (int i = 0; i < feed.Length; i++)
        {
            feed[i] = (i == 0 ? 0 : 1000000, unchecked(i % 3 * 7 * fifteenth));
        }

        return feed;
    }

    /// <param name="Feed">Microseconds since the sample before, collected value.</param>
    /// <param name="Stored">The points of the specification.</param>
    /// <param name="First">The first point when that second was counted as a whole one.</param>
    private sealed record Vector(
        Algorithm Algorithm, (long Usec, long Value)[] Feed, double[] Stored, double? First = null);
}
