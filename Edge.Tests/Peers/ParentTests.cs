using System.Text.Json;
using Xunit;

namespace Edge.Tests.Peers;

/// <summary>Edge as the receiving end of a real netdata.</summary>
[Collection(PeerCollection.Name)]
public sealed class ParentTests
{
    private const int ChartsMin = 20;
    private const int SecondsCompared = 15;

    [PeerFact(PeerNeeds.Edge | PeerNeeds.Netdata)]
    public async Task AnEdgeParentHasEverythingThatItsNetdataChildHas()
    {
        using Node parent = Node.Parent(Programs.Edge, "our-parent");
        using Node child = Node.KeepingChild(Programs.Netdata, "their-child", parent);
        var here = new Api(parent, "their-child");
        var there = new Api(child);
        await Until.True(() => here.IsAlive("system.cpu"), 20, "changing values", parent, child);

        // Charts come with their first collection, which for some is every ten seconds or later.
        Dictionary<string, JsonElement> theirs = await there.Charts();
        Assert.InRange(theirs.Count, ChartsMin, int.MaxValue);
        string missing = "";
        async Task<bool> HasAll() => (missing = Missing(theirs, await here.Charts())) == "";
        try
        {
            await Until.True(HasAll, 25, "every chart and dimension of the child", parent, child);
        }
        catch (TimeoutException error)
        {
            Assert.Fail($"missing: {missing}\n{error.Message}");
        }

        string[] everySecond = [.. theirs.Keys.Where(id => UpdateEvery(theirs[id]) == 1)];
        await Until.True(() => HasSeconds(here, "system.cpu"), 20, "seconds to compare", parent, child);
        Agreement agreement = await Agreement.Of(there, here, everySecond, SecondsCompared);
        string differences = string.Join('\n', agreement.Differences);
        string report = $"{agreement.Equal} of {agreement.Charts} agree\n{differences}";
        Assert.True(agreement.Equal >= ChartsMin, report);
        Assert.True(agreement.Equal >= 0.9 * agreement.Charts, report);
    }

    private static int UpdateEvery(JsonElement chart) => chart.GetProperty("update_every").GetInt32();

    private static async Task<bool> HasSeconds(Api api, string chart) =>
        (await api.Data(chart, SecondsCompared + 2)).Values.Any(values => values.Count >= SecondsCompared);

    /// <summary>Charts and dimensions that only the first has; empty: none.</summary>
    private static string Missing(
        Dictionary<string, JsonElement> first, Dictionary<string, JsonElement> second)
    {
        List<string> missing = [];
        foreach ((string id, JsonElement chart) in first)
        {
            if (!second.TryGetValue(id, out JsonElement other))
            {
                missing.Add(id);
                continue;
            }

            JsonElement dimensions = other.GetProperty("dimensions");
            missing.AddRange(chart.GetProperty("dimensions").EnumerateObject()
                .Where(dimension => !dimensions.TryGetProperty(dimension.Name, out _))
                .Select(dimension => $"{id}/{dimension.Name}"));
        }

        return string.Join(", ", missing);
    }
}
