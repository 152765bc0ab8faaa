using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>
/// Random charts and questions against a model that walks second by second over a dictionary.
/// </summary>
public sealed class SlowModelTests
{
    private static readonly string[] Groupings =
        ["average", "sum", "min", "max", "median", "stddev", "cv", "incremental_sum", "ses", "des"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Answers_are_those_of_the_model(int seed)
    {
        var random = new Random(seed);
        int filled = 0;
        for (int round = 0; round < 40; round++)
        {
            int every = random.Next(3) == 0 ? random.Next(2, 11) : 1;
            (FedChart chart, SortedDictionary<long, double> rows) = Fill(random, every);
            for (int k = 0; k < 12; k++)
            {
                string grouping = Groupings[random.Next(Groupings.Length)];
                (long after, long before, long points, long gtime) = Times(random, rows, every);
                bool isAligned = random.Next(2) == 0;
                string query = $"after={after}&before={before}&points={points}&gtime={gtime}&group={grouping}"
                    + (isAligned ? "" : "&options=unaligned");
                List<(long, double?)> expected =
                    new Model(rows, every).Answer(after, before, points, gtime, isAligned, grouping);
                Check(query, expected, chart.Ask(query));
                filled += expected.Count > 0 ? 1 : 0;
            }
        }

        Assert.True(filled > 200, "too few questions had an answer");
    }

    private static (FedChart, SortedDictionary<long, double>) Fill(Random random, int every)
    {
        int entries = random.Next(5, 400);
        long first = 100_000_000 + (every * (long)random.Next(1, 1000));
        first -= first % every;
        var chart = new FedChart(FedChart.NewHost(entries), "a.b", first, every, "d");
        var rows = new SortedDictionary<long, double>();
        for (int i = random.Next(1, 2 * entries); i > 0; i--)
        {
            double value = random.Next(8) == 0 ? double.NaN : random.Next(-20, 200) / 4.0;
            chart.Append(value);
            rows.Add(first, value);
            first += every;
        }

        while (rows.Count > entries)
        {
            rows.Remove(rows.Keys.First());
        }

        return (chart, rows);
    }

    private static (long, long, long, long) Times(Random random, SortedDictionary<long, double> rows,
        int every)
    {
        long last = rows.Keys.Last();
        long after = random.Next(4) switch
        {
            0 => -random.Next(0, 300),
            1 => last - random.Next(0, 2000),
            2 => random.Next(0, 100),
            _ => -600,
        };
        long before = random.Next(3) switch
        {
            0 => -random.Next(0, 100),
            1 => last - random.Next(-50, 500),
            _ => 0,
        };
        return (after, before, random.Next(3) == 0 ? 0 : random.Next(1, 100),
            random.Next(4) == 0 ? random.Next(1, 20) * every : 0);
    }

    private static void Check(string query, List<(long Sec, double? Value)> expected, string answer)
    {
        using JsonDocument document = JsonDocument.Parse(answer);
        JsonElement[] rows = [.. document.RootElement.GetProperty("data").EnumerateArray()];
        Assert.True(expected.Count == rows.Length,
            $"{query}: {rows.Length} rows instead of {expected.Count}");
        for (int i = 0; i < rows.Length; i++)
        {
            (long sec, double? value) = expected[i];
            Assert.True(rows[i][0].GetInt64() == sec, $"{query}: row {i} at {rows[i][0]} instead of {sec}");
            bool isNull = rows[i][1].ValueKind == JsonValueKind.Null;
            Assert.True(isNull == (value == null || double.IsNaN(value.Value)),
                $"{query}: row {i} is {rows[i][1]}");
            if (!isNull)
            {
                double actual = rows[i][1].GetDouble();
                Assert.True(Math.Abs(actual - value!.Value) <= 1.01e-7 + (Math.Abs(actual) * 1e-9),
                    string.Create(CultureInfo.InvariantCulture,
                        $"{query}: row {i} is {actual}, not {value}"));
            }
        }
    }

    /// <summary>Spec query 2 and 3, step by step, in floating point and lists.</summary>
    private sealed class Model(SortedDictionary<long, double> rows, int every)
    {
        private const long Relative = 94_608_000;

        public List<(long, double?)> Answer(
            long after, long before, long points, long gtime, bool isAligned, string grouping)
        {
            long last = rows.Keys.Last();
            long first = rows.Keys.First() - every;
            (after, before) = Absolute(after, before, first, last);
            long available = (before - after) / every;
            if (available <= 0)
            {
                return [];
            }

            points = points == 0 || points > available ? available : points;
            long group = Math.Max(1, available / points) + (available % points > points / 2 ? 1 : 0);
            double divisor = double.NaN;
            if (gtime > every)
            {
                if (gtime > before - after)
                {
                    after = before - gtime;
                    group = (before - after) / every / points;
                }

                long over = (before - after) % gtime;
                if (over > gtime / 10)
                {
                    after -= gtime - over;
                    group = (before - after) / every / points;
                }

                long unit = (long)Math.Ceiling(gtime / (double)every);
                group = (long)Math.Ceiling(Math.Max(group, unit) / (double)unit) * unit;
                divisor = group * every / (double)gtime;
            }

            long grid = isAligned ? group * every : every;
            if (isAligned)
            {
                (before, after) = (before / grid * grid, after / grid * grid);
            }

            long count = (before - after) / (group * every);
            long from = before - (count * group * every) + every;
            if (from < first)
            {
                count = (before - first) / group;
                from = before - (count * group * every) + every;
                from = from < first ? (first / grid * grid) + grid : from;
            }

            (from, before) = (Math.Min(from, before), Math.Max(from, before));
            count = ((before - from) / every / group) + 1;
            return Rows(from, count, group, divisor, grouping);
        }

        private (long, long) Absolute(long after, long before, long first, long last)
        {
            if (after == 0 && before == 0)
            {
                return (first, last);
            }

            if (Math.Abs(before) <= Relative)
            {
                before = (before > 0 ? first : last) + Away(before);
            }

            if (Math.Abs(after) <= Relative)
            {
                after = before + (after == 0 ? -every : Away(after));
            }

            before = Math.Clamp(before, first, last);
            after = Math.Clamp(after, first, last);
            return (Math.Min(after, before), Math.Max(after, before));
        }

        private long Away(long time) =>
            (long)(Math.Sign(time) * Math.Ceiling(Math.Abs(time) / (double)every) * every);

        /// <summary>Newest first.</summary>
        private List<(long, double?)> Rows(long from, long count, long group, double divisor, string grouping)
        {
            var result = new List<(long, double?)>();
            var smoothing = new List<double>();
            double window = Math.Min(15, group == 1 ? count : group);
            long last = rows.Keys.Last();
            for (long row = 0; row < count; row++)
            {
                var samples = new List<double>();
                for (long i = 0; i < group; i++)
                {
                    // Between two rows, the later one is meant.
                    long sec = from + (((row * group) + i) * every);
                    sec = last - ((last - sec) / every * every);
                    if (sec <= last && rows.TryGetValue(sec, out double value) && !double.IsNaN(value))
                    {
                        samples.Add(value);
                    }
                }

                smoothing.AddRange(samples);
                result.Insert(0, (from + ((((row + 1) * group) - 1) * every), samples.Count == 0 ? null
                    : Value(grouping, samples, smoothing, 2 / (window + 1), divisor)));
            }

            return result;
        }

        private static double? Value(
            string grouping, List<double> samples, List<double> all, double alpha, double divisor)
        {
            double average = samples.Average();
            double deviation = samples.Count == 1 ? 0
                : Math.Sqrt(samples.Sum(s => (s - average) * (s - average)) / (samples.Count - 1));
            List<double> sorted = [.. samples.Order()];
            int half = samples.Count / 2;
            return grouping switch
            {
                "sum" => samples.Sum(),
                "min" => samples.MinBy(Math.Abs),
                "max" => samples.MaxBy(Math.Abs),
                "median" when samples.Count == 2 => average,
                "median" => samples.Count % 2 == 1 ? sorted[half] : (sorted[half] + sorted[half + 1]) / 2,
                "stddev" => deviation,
                "cv" when samples.Count == 1 => 0,
                "cv" => Math.Abs(average) < 1e-12 ? null : 100 * deviation / Math.Abs(average),
                "incremental_sum" => samples[^1] - samples[0],
                "ses" => Ses(all, alpha),
                "des" => Des(all, alpha),
                _ => double.IsNaN(divisor) ? average : samples.Sum() / divisor,
            };
        }

        private static double Ses(List<double> all, double alpha) =>
            all.Aggregate(all[0], (level, v) => (alpha * v) + ((1 - alpha) * level));

        private static double Des(List<double> all, double alpha)
        {
            if (all.Count == 1)
            {
                return all[0];
            }

            double trend = all[1] - all[0];
            double level = all[1];
            foreach (double v in all.Skip(1))
            {
                double last = level;
                level = (alpha * v) + ((1 - alpha) * (level + trend));
                trend = (alpha * (level - last)) + ((1 - alpha) * trend);
            }

            return level;
        }
    }
}
