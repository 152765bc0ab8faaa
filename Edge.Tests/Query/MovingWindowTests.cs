using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>No second is missing in an answer, wherever the ring stands when it is asked for.</summary>
public sealed class MovingWindowTests
{
    private const long First = 100_000_000;

    [Theory]
    [InlineData(7, 1)]
    [InlineData(60, 1)]
    [InlineData(256, 1)]
    [InlineData(50, 5)]
    public void Every_row_between_two_times_is_there_while_the_ring_turns(int entries, int every)
    {
        var random = new Random(entries);
        var chart = new FedChart(FedChart.NewHost(entries), "a.b", First, every, "d", "e");
        for (int row = 0; row < (3 * entries) + 5; row++)
        {
            chart.Append(row, -row);
            long last = First + (row * (long)every);
            long oldest = First + (Math.Max(0, row - entries + 1) * (long)every);
            for (int k = 0; k < 4; k++)
            {
                long before = k == 0 ? last : random.NextInt64(oldest, last + 1);
                before -= before % every;
                long after = k < 2 ? oldest - every : random.NextInt64(oldest - every, before);
                after -= after % every;
                string query = $"after={after}&before={before}&options=flip"
                    + (random.Next(2) == 0 ? "" : "&dimensions=e|d");
                using JsonDocument answer = JsonDocument.Parse(chart.Ask(query));
                long expected = Math.Max(after, oldest - every);
                foreach (JsonElement element in answer.RootElement.GetProperty("data").EnumerateArray())
                {
                    expected += every;
                    long number = (expected - First) / every;
                    Assert.Equal($"[ {expected}, {number}, {(number == 0 ? "0" : $"-{number}")}]",
                        element.GetRawText());
                }

                Assert.True(expected == before, string.Create(CultureInfo.InvariantCulture,
                    $"row {row}, {query}: ends at {expected}"));
            }
        }
    }
}
