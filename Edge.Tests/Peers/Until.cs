using System.Diagnostics;

namespace Edge.Tests.Peers;

/// <summary>Waiting for real processes: for an event, with a deadline, never for a time.</summary>
internal static class Until
{
    private const int PauseMs = 50;

    /// <summary>Asks until the answer is yes. Returns how long that took.</summary>
    /// <exception cref="TimeoutException">It was never yes; names <paramref name="what"/>.</exception>
    public static async Task<TimeSpan> True(
        Func<Task<bool>> asks, double seconds, string what, params Node[] nodes)
    {
        var watch = Stopwatch.StartNew();
        while (!await asks())
        {
            Node? dead = Array.Find(nodes, node => node.HasEnded);
            if (dead != null || watch.Elapsed.TotalSeconds > seconds)
            {
                string why = dead != null ? $"{dead.Name} has ended" : $"not after {seconds} seconds";
                string logs = string.Join("\n", nodes.Select(node => node.LastWords()));
                throw new TimeoutException($"{what}: {why}\n{logs}");
            }

            await Task.Delay(PauseMs);
        }

        return watch.Elapsed;
    }
}
