using Edge.Archive;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>Against a line by line model.</summary>
public sealed class FreeRunsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_takes_the_first_place_that_is_long_enough(int seed)
    {
        const int lines = 200;
        var random = new Random(seed);
        var runs = new FreeRuns(lines * FreeRuns.LineBytes);
        var isTaken = new bool[lines];
        List<(int From, int Count)> taken = [];
        for (int step = 0; step < 5_000; step++)
        {
            int bytes = random.Next(1, 20 * FreeRuns.LineBytes);
            int count = (bytes + FreeRuns.LineBytes - 1) / FreeRuns.LineBytes;
            if (taken.Count > 0 && random.Next(2) == 0)
            {
                (int from, int length) = taken[random.Next(taken.Count)];
                taken.Remove((from, length));
                runs.Return(from * FreeRuns.LineBytes, length * FreeRuns.LineBytes);
                isTaken.AsSpan(from, length).Clear();
                continue;
            }

            int at = random.Next(3) == 0 ? random.Next(lines) : -1;
            if (at >= 0)
            {
                bool isFree = at + count <= lines && !isTaken.AsSpan(at, count).Contains(true);
                Assert.Equal(isFree, runs.TryClaim(at * FreeRuns.LineBytes, bytes));
                at = isFree ? at : -1;
            }
            else
            {
                at = Enumerable.Range(0, lines - count + 1)
                    .FirstOrDefault(i => !isTaken.AsSpan(i, count).Contains(true), -1);
                Assert.Equal(at < 0 ? -1 : at * FreeRuns.LineBytes, runs.Take(bytes));
            }

            if (at >= 0)
            {
                isTaken.AsSpan(at, count).Fill(true);
                taken.Add((at, count));
            }
        }
    }
}
