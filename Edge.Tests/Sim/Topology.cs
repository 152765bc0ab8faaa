using Edge.Protocol;
using Edge.Store;

namespace Edge.Tests.Sim;

/// <summary>The shapes of worlds.</summary>
internal static class Topology
{
    public static NodePlan[] Draw(Random random)
    {
        // Half of the worlds are of one mind; in the others each node speaks what it likes, or version 3.
        bool isOfOneMind = random.Next(2) == 0;
        Capabilities all = Speaks(random);
        NodePlan[] plans = Shape(random);
        for (int i = 0; i < plans.Length; i++)
        {
            plans[i] = plans[i] with
            {
                Speaks = isOfOneMind ? all : random.Next(3) == 0 ? 0 : Speaks(random),
                ReplayBytes = random.Next(2) * 64 * 1024,
            };
        }

        return plans;
    }

    private static Capabilities Speaks(Random random) => random.Next(4) == 0 ? Capabilities.None
        : Negotiation.Plain
            | (random.Next(2) == 0 ? Capabilities.Compression : 0)
            | (random.Next(2) == 0 ? Capabilities.Replication : 0);

    private static NodePlan[] Shape(Random random)
    {
        MemoryMode middle = random.Next(2) == 0 ? MemoryMode.None : MemoryMode.Ram;
        return random.Next(10) switch
        {
            < 4 => [new("parent", "", MemoryMode.Ram, false), new("child", "parent", MemoryMode.Ram, true)],
            4 or 5 =>
            [
                new("parent", "", MemoryMode.Ram, false), new("proxy", "parent", middle, random.Next(2) == 0),
                new("left", "proxy", MemoryMode.Ram, true), new("right", "proxy", MemoryMode.Ram, true),
            ],
            6 =>
            [
                new("parent", "", MemoryMode.Ram, false), new("proxy", "parent", middle, false),
                new("child", "proxy", MemoryMode.Ram, true),
            ],
            7 =>
            [
                new("one", "", MemoryMode.Ram, false), new("two", "", MemoryMode.Ram, false),
                new("child", "one two", MemoryMode.Ram, true),
            ],
            8 =>
            [
                new("one", "", MemoryMode.Ram, false), new("two", "", MemoryMode.Ram, false),
                new("proxy", "one two", middle, random.Next(2) == 0),
                new("left", "proxy", MemoryMode.Ram, true), new("right", "proxy", MemoryMode.Ram, true),
            ],
            _ =>
            [
                new("e", "", MemoryMode.Ram, false), new("d", "e", MemoryMode.None, false),
                new("c", "d", MemoryMode.Ram, false), new("b", "c", MemoryMode.None, false),
                new("a", "b", MemoryMode.Ram, true),
            ],
        };
    }
}
