using System.Globalization;
using Xunit;

namespace Edge.Tests.Peers;

/// <summary>What the published binary may cost. The figures of a quiet machine are in the README.</summary>
[Collection(PeerCollection.Name)]
public sealed class BudgetTests
{
    private const int ThreadsMax = 5;
    private const long RssKibMax = 8704;
    private const long BinaryBytesMax = 6_350_000;
    private const int SecondsOfWork = 30;

    [PeerFact(PeerNeeds.Edge)]
    public void TheBinaryIsSmall() =>
        Assert.InRange(new FileInfo(Programs.Edge!).Length, 1, BinaryBytesMax);

    [PeerFact(PeerNeeds.Edge)]
    public async Task AHeadlessChildIsSmall()
    {
        using Node parent = Node.Parent(Programs.Edge, "our-parent");
        using Node child = Node.Child(Programs.Edge, "our-child", parent);
        var api = new Api(parent, "our-child");
        await Until.True(
            async () => (await api.Data("system.cpu", SecondsOfWork + 5)).Values
                .Any(values => values.Count >= SecondsOfWork - 2),
            SecondsOfWork + 15,
            $"{SecondsOfWork} seconds of work",
            parent,
            child);

        Dictionary<string, long> status = File.ReadAllLines($"/proc/{child.Pid}/status")
            .Select(line => line.Split(':', 2))
            .Where(pair => pair[0] is "VmRSS" or "Threads")
            .ToDictionary(pair => pair[0], pair => long.Parse(
                pair[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
        Assert.InRange(status["Threads"], 1, ThreadsMax);
        Assert.InRange(status["VmRSS"], 1, RssKibMax);
    }
}
