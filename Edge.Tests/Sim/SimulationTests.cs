using System.Reflection;
using Edge.Sys;
using Edge.Tests.Stream;
using Xunit;
using Xunit.Abstractions;

namespace Edge.Tests.Sim;

/// <summary>
/// Many small worlds. <c>scripts/sim</c> runs more of them, or one alone with everything it does.
/// </summary>
[Collection(StreamLogCollection.Name)]
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int FastSeeds = 2_000;
    private const int TraceLinesShown = 60;

    [Fact]
    public void Whatever_happens_what_arrives_is_what_was_sent()
    {
        int first = Setting("EDGE_SIM_FIRST", 1);
        int seeds = Setting("EDGE_SIM_SEEDS", FastSeeds);
        bool traces = Setting("EDGE_SIM_TRACE", 0) != 0;
        long compared = 0;
        long events = 0;
        long seconds = 0;
        var broken = new List<string>();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int seed = first; seed < first + seeds && broken.Count < 5; seed++)
        {
            using var world = new SimWorld(seed, traces ? output.WriteLine : null);
            try
            {
                world.Run();
            }
            catch (Exception e)
            {
                broken.Add($"seed={seed} commit={Commit}: {e.Message}\n{Story(seed)}"
                    + (e is SimBrokenException ? "" : $"{e}\n"));
            }

            compared += world.Compared;
            events += world.Events;
            seconds += world.Seconds;
        }

        output.WriteLine($"{seeds} seeds from {first}: {seconds} seconds, {events} events, "
            + $"{compared} samples compared, {broken.Count} broken, "
            + $"{(Environment.CpuUsage.TotalTime - before).TotalSeconds:0.0} s of CPU");
        Assert.True(broken.Count == 0, string.Join("\n", broken));
        Assert.True(compared > seeds * 10);
    }

    [Fact]
    public void A_seed_gives_the_same_world_every_time()
    {
        static string Tell(int seed)
        {
            var lines = new List<string>();
            using var world = new SimWorld(seed, lines.Add);
            try
            {
                world.Run();
            }
            catch (SimBrokenException e)
            {
                lines.Add(e.Message);
            }

            return string.Join('\n', lines);
        }

        for (int seed = 1; seed <= 20; seed++)
        {
            Assert.Equal(Tell(seed), Tell(seed));
        }

        Assert.NotEqual(Tell(1), Tell(2));
    }

    [Fact]
    public void Worlds_give_all_native_memory_back()
    {
        long before = Ledger.TotalBytes();
        for (int seed = 1; seed <= 50; seed++)
        {
            using var world = new SimWorld(seed);
            try
            {
                world.Run();
            }
            catch (SimBrokenException)
            {
                // Told by the other test; here only the memory counts.
            }
        }

        Assert.Equal(before, Ledger.TotalBytes());
    }

    private static string Commit =>
        typeof(SimulationTests).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[^1] ?? "unknown";

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : otherwise;

    /// <summary>The end of what a broken world did; it does it again.</summary>
    private static string Story(int seed)
    {
        var lines = new List<string>();
        try
        {
            using var world = new SimWorld(seed, lines.Add);
            world.Run();
        }
        catch (Exception)
        {
            // Known.
        }

        return string.Join('\n', lines.TakeLast(TraceLinesShown)) + "\n";
    }
}
