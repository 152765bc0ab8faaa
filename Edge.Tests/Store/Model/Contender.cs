using Edge.Store;
using Xunit;

namespace Edge.Tests.Store.Model;

/// <summary>A real chart beside the model, driven the same way.</summary>
internal sealed class Contender : IDisposable
{
    private readonly Host _host;
    private readonly Chart _chart;
    private readonly CommitPath _path;

    public Contender(RandomChart random, CommitPath path)
    {
        _path = path;
        _host = TestHosts.New(new StoreOptions
        {
            Mode = random.PassOnly ? MemoryMode.None : MemoryMode.Ram,
            HistoryEntries = random.Entries,
            GapWhenLostIterationsAbove = random.GapLimit - 2,
        });
        _chart = _host.Define(Definition(random.UpdateEvery, random.StoreFirst))!;
    }

    /// <summary>How many rounds the fast path took.</summary>
    public int Fast { get; private set; }

    public void Define(int index, (Algorithm Algorithm, long Multiplier, long Divisor, bool NoReset) said) =>
        _chart.Define($"d{index}", null, said.Algorithm, said.Multiplier, said.Divisor,
            said.NoReset ? DimensionFlags.NoResetDetection : DimensionFlags.None);

    public void Redefine(bool storeFirst) => _host.Define(Definition(_chart.UpdateEvery, storeFirst));

    public void Collect(ModelCollection collection)
    {
        _chart.Begin(collection.SinceUsec);
        if (_path == CommitPath.Chart)
        {
            foreach ((int dimension, long value) in collection.Sets)
            {
                _chart.Set(_chart.Dimensions[dimension], value, collection.NowUsec);
            }

            _chart.Commit(collection.NowUsec);
            return;
        }

        Series series = _chart.Series;
        long since = series.Next(collection.NowUsec, out _);
        series.EnsureRing();
        if (_path == CommitPath.Outside && TryOutside(series, collection, since))
        {
            Fast++;
            return;
        }

        foreach ((int dimension, long value) in collection.Sets)
        {
            series.Set(dimension, value, collection.NowUsec);
        }

        GeneralPipeline.Commit(series, since, collection.NowUsec);
        series.ClearUpdated();
    }

    /// <summary>Every bit that the specification speaks of.</summary>
    public void AssertEquals(ModelChart model, string what)
    {
        ref ChartClock clock = ref _chart.Series.Clock;
        Equal(model.LastCollectedTime, clock.LastCollectedUsec, "last collected", what);
        Equal(model.LastUpdated, clock.LastUpdatedSec, "last updated", what);
        Equal(model.Counter, clock.Counter, "counter", what);
        Equal(model.CounterDone, clock.CounterDone, "counter done", what);
        Equal(model.CurrentEntry, clock.CurrentEntry, "current entry", what);
        for (int i = 0; i < model.Dimensions.Count; i++)
        {
            double expected = model.Dimensions[i].LastStoredValue;
            double actual = _chart.Series.LastStored[i];
            Assert.True(expected.Equals(actual),
                $"{_path} {what}: last stored of {i}: {expected:R} is {actual:R}");
            Equal(model.Dimensions[i].LastCollectedValue, _chart.Series.Hot[i].Last, "last value", what);
        }
    }

    /// <summary>All rows within reach, newest first; what a reset has left behind is nobody's.</summary>
    public void AssertRowsEqual(ModelChart model, string what)
    {
        int entries = _chart.Series.Clock.Entries;
        for (int age = 1; age <= Math.Min(model.Counter, entries); age++)
        {
            int row = (model.CurrentEntry - age + entries) % entries;
            ReadOnlySpan<uint> samples = _chart.Series.Row(row);
            for (int i = 0; i < model.Dimensions.Count; i++)
            {
                uint sample = samples.IsEmpty ? 0 : samples[i];
                (double value, uint flags) = model.Dimensions[i].Slots[row];
                Assert.True(flags == 0 ? sample == 0 : ModelNumber.IsPacked(sample, value, flags),
                    $"{_path} {what}: row {row} of dimension {i}: {value:R} expected, {sample:X8} stored");
            }
        }
    }

    /// <summary>To the last bit, close calls included.</summary>
    public void AssertRowsEqual(Contender other, string what)
    {
        for (int age = 0; age < _chart.Series.Rows; age++)
        {
            int row = _chart.Series.RowAt(_chart.Series.LastEntrySec - (age * _chart.UpdateEvery));
            Assert.True(_chart.Series.Row(row).SequenceEqual(other._chart.Series.Row(row)),
                $"{_path} and {other._path} differ, {what}, row {row}");
        }
    }

    public void Dispose() => _host.Dispose();

    /// <summary>As a receiver does that keeps the values itself; all dimensions, once, in order.</summary>
    private static bool TryOutside(Series series, ModelCollection collection, long since)
    {
        if (collection.Sets.Count != series.Count)
        {
            return false;
        }

        Span<long> values = stackalloc long[series.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (collection.Sets[i].Dimension != i)
            {
                return false;
            }

            values[i] = collection.Sets[i].Value;
        }

        return Pipeline.TryCommitAll(series.StateAddress, values, since, collection.NowUsec);
    }

    private void Equal(long expected, long actual, string field, string what) =>
        Assert.True(expected == actual, $"{_path} {what}: {field}: {expected} expected, {actual} found");

    private static ChartDefinition Definition(int updateEvery, bool storeFirst) => new()
    {
        Type = "test",
        Id = "chart",
        UpdateEvery = updateEvery,
        Flags = storeFirst ? ChartFlags.StoreFirst : ChartFlags.None,
    };
}
