using Edge.Protocol;
using Edge.Store;

namespace Edge.Tests.Sim;

/// <summary>What a node of a world is, over all its lives.</summary>
/// <param name="Name">Host name, and what others dial.</param>
/// <param name="Parents">Where it sends to; empty: it is the last one.</param>
/// <param name="Mode">Of the hosts that it receives.</param>
/// <param name="Collects">It has charts of its own.</param>
internal sealed record NodePlan(string Name, string Parents, MemoryMode Mode, bool Collects)
{
    /// <summary>What it offers and allows; none: it speaks version 3 alone.</summary>
    public Capabilities Speaks { get; init; }

    /// <summary>Bytes for rows in memory mode none.</summary>
    public int ReplayBytes { get; init; }

    public IEnumerable<string> ParentNames => Parents.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public string Guid { get; } = $"{Number(Name):x8}-aaaa-4bbb-8ccc-000000000001";

    private static int Number(string name)
    {
        int number = 17;
        foreach (char c in name)
        {
            number = (number * 31) + c;
        }

        return number & 0x7fff_ffff;
    }
}
