using System.Globalization;
using Edge.Query;
using Edge.Store;
using Edge.Text;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>Averages in whole units, against those made sample by sample.</summary>
public sealed class AverageReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Averages_print_as_those_made_sample_by_sample(int seed)
    {
        var random = new Random(seed);
        long taken = 0;
        Span<double> values = stackalloc double[UnitSums.SamplesMax];
        Span<byte> fast = stackalloc byte[NumberText.BytesMax];
        Span<byte> slow = stackalloc byte[NumberText.BytesMax];
        for (int i = 0; i < 300_000; i++)
        {
            int count = random.Next(1, i % 100 == 0 ? UnitSums.SamplesMax : 40);
            ulong sum = 0;
            int digits = random.Next(1, 8), sign = random.Next(2) == 0 ? 1 : -1;
            var exact = default(Extended);
            var accumulator = default(Accumulator);
            for (int k = 0; k < count; k++)
            {
                double value = Math.Round(random.NextDouble() * Math.Pow(10, digits), random.Next(0, 5));
                uint sample = StoredNumber.Pack(value, StoredNumber.Exists);
                values[k] = sign * StoredNumber.Unpack(sample);
                exact += Extended.OfSample(values[k]);
                sum += (ulong)((decimal)StoredNumber.Unpack(sample) * 10_000_000);
            }

            accumulator.Add(Grouping.Average, values[..count], 0);
            Assert.True(accumulator.TryTake(Grouping.Average, 0, out double average));
            if (Ties.IsNear(average, count))
            {
                average = Ties.Settle(average, exact / Extended.Of((ulong)count));
            }

            ulong sureBelow = UnitSums.SureBelow((uint)count);
            if (!UnitSums.TryAverage(sum, (uint)count, sureBelow, out ulong units)
                || (sign < 0 && units == 0))
            {
                continue;
            }

            taken++;
            int ours = NumberText.Write(fast, sign * (units * UnitSums.Unit));
            int theirs = NumberText.Write(slow, average);
            if (!fast[..ours].SequenceEqual(slow[..theirs]))
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture,
                    $"{count} samples, {sum} units: {sign * (units * UnitSums.Unit)}, not {average}"));
            }
        }

        Assert.True(taken > 200_000, $"only {taken}");
    }

    [Theory]
    [InlineData(4, 97)]
    [InlineData(5, 360)]
    [InlineData(6, 1000)]
    public void Answers_are_those_of_the_slow_way(int seed, int entries)
    {
        var random = new Random(seed);
        for (int round = 0; round < 20; round++)
        {
            int every = random.Next(3) == 0 ? random.Next(2, 5) : 1;
            long first = 100_000_000 - (100_000_000 % every);
            var chart = new FedChart(FedChart.NewHost(entries), "a.b", first, every, "p", "n", "m", "g");
            for (int i = random.Next(entries / 2, 2 * entries); i > 0; i--)
            {
                double value = Math.Round(random.NextDouble() * 1000, 3);
                chart.Append(value, -value, value - 500, random.Next(30) == 0 ? double.NaN : value * 7);
            }

            for (int k = 0; k < 10; k++)
            {
                string query = $"after=-{random.Next(10, entries * every)}&points={random.Next(3, 60)}";
                string[] rows = Rows(chart.Ask(query));
                Assert.Equal(Rows(chart.Ask(query + "&gtime=0&group=average&options=jsonwrap")), rows);
                string[] slow = SlowRows(chart.Chart, query);
                Assert.Equal(slow.Length, rows.Length);
                for (int i = 0; i < slow.Length; i++)
                {
                    Assert.Equal(slow[i], rows[i]);
                }
            }
        }
    }

    /// <summary>Every group of every row read sample by sample.</summary>
    private static string[] SlowRows(Chart chart, string query)
    {
        Question question = QuestionText.Parse(query);
        var table = new Table();
        Assert.True(table.TryOpen([chart], question));
        Window window = table.Window;
        if (window.Group == 1)
        {
            return Rows(FedChart.Ask(query, chart));
        }

        var groups = new GroupReader();
        groups.Open(question, window);
        var lane = new Lane(chart);
        var rows = new List<string>();
        byte[] text = new byte[NumberText.BytesMax];
        for (long row = window.Rows - 1; row >= 0; row--)
        {
            var values = new List<string> { window.RowSec(row).ToString(CultureInfo.InvariantCulture) };
            long sec = window.RowSec(row) - ((window.Group - 1) * window.UpdateEvery);
            foreach (Dimension dimension in chart.Dimensions)
            {
                var accumulator = default(Accumulator);
                bool didReset = false;
                values.Add(groups.TryRead(
                    lane, dimension.Index, sec, ref accumulator, ref didReset, out double value)
                    ? System.Text.Encoding.ASCII.GetString(text, 0, NumberText.Write(text, value))
                    : "null");
            }

            rows.Add($"      [ {string.Join(", ", values)}]");
        }

        return [.. rows];
    }

    private static string[] Rows(string answer) => [.. answer.Split('\n')
        .Where(line => line.StartsWith("      [ ", StringComparison.Ordinal))
        .Select(line => line.TrimEnd(','))];
}
