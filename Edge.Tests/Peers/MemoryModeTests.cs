using System.Text.Json;
using Xunit;

namespace Edge.Tests.Peers;

/// <summary>What a parent shows of a child before it ends and when it is back.</summary>
[Collection(PeerCollection.Name)]
public sealed class MemoryModeTests
{
    private const string Child = "our-child";
    private const int WindowSeconds = 120;

    [PeerFact(PeerNeeds.Edge)]
    public Task SavedSamplesAreThereAfterAnOrderlyEnd() => Survives("save", kills: false);

    [PeerFact(PeerNeeds.Edge)]
    public Task MappedSamplesAreThereAfterAnOrderlyEnd() => Survives("map", kills: false);

    [PeerFact(PeerNeeds.Edge)]
    public Task MappedSamplesAreThereAfterAKill() => Survives("map", kills: true);

    [PeerFact(PeerNeeds.Edge)]
    public async Task SavedSamplesAreThereAfterASignalAndAKill()
    {
        using Node parent = Node.Parent(Programs.Edge, "our-parent", "save");
        var api = new Api(parent, "our-parent");
        await Until.True(() => api.IsAlive("system.cpu"), 25, "changing values", parent);
        Shown before = await Look(parent, "our-parent");
        parent.Signal("USR1");
        await Until.True(
            () => Task.FromResult(parent.LastWords().Contains("Saved ")), 10, "the saving", parent);
        parent.Kill();
        parent.Restart();
        await Until.True(() => api.IsAlive("system.cpu"), 25, "its return", parent);
        Compare(before, await LookAgain(before, parent, "our-parent"));
    }

    private static async Task Survives(string mode, bool kills)
    {
        using Node parent = Node.Parent(Programs.Edge, "our-parent", mode);
        using Node child = Node.Child(Programs.Edge, Child, parent);
        var api = new Api(parent, Child);
        await Until.True(() => api.IsAlive("system.cpu"), 25, "changing values", parent, child);
        long first = await api.Newest("system.cpu");
        await Until.True(
            async () => await api.Newest("system.cpu") > first + 5, 15, "some more", parent, child);
        Shown before = await Look(parent, Child);
        Shown ofParent = await Look(parent, "our-parent");
        if (kills)
        {
            parent.Kill();
        }
        else
        {
            parent.Terminate(out int code);
            Assert.Equal(0, code);
        }

        parent.Restart();
        await Until.True(() => api.IsAlive("system.cpu"), 25, "the child's return", parent, child);
        await Until.True(
            () => new Api(parent, "our-parent").IsAlive("system.cpu"), 15, "its own charts", parent, child);
        Compare(before, await LookAgain(before, parent, Child));
        Compare(ofParent, await LookAgain(ofParent, parent, "our-parent"));
    }

    /// <summary>A chart is there again with its first collection; some come each five seconds.</summary>
    private static async Task<Shown> LookAgain(Shown before, Node parent, string host)
    {
        Shown now = new([]);
        await Until.True(
            async () =>
            {
                now = await Look(parent, host);
                return before.Charts.All(chart => !IsSteady(chart.Key)
                    || (now.Charts.TryGetValue(chart.Key, out var same)
                        && chart.Value.Keys.All(same.ContainsKey)));
            },
            20,
            "all charts",
            parent);
        return now;
    }

    /// <summary>Some charts of disks come with the first work for them, which may be a while after a
    /// start.</summary>
    private static bool IsSteady(string chart) => !chart.StartsWith("disk", StringComparison.Ordinal);

    private static async Task<Shown> Look(Node parent, string host)
    {
        var api = new Api(parent, host);
        Dictionary<string, Dictionary<string, SortedDictionary<long, double>>> all = [];
        Dictionary<string, JsonElement> charts = await api.Charts();
        foreach (string chart in charts.Keys)
        {
            all[chart] = await api.Data(chart, WindowSeconds);
        }

        return new Shown(all);
    }

    /// <summary>
    /// Every sample of before, equal; and the chart that is always collected has no gap but the one in
    /// between.
    /// </summary>
    private static void Compare(Shown before, Shown after)
    {
        int compared = 0;
        foreach ((string chart, var dimensions) in before.Charts)
        {
            if (!IsSteady(chart) && !after.Charts.ContainsKey(chart))
            {
                continue;
            }

            foreach ((string dimension, SortedDictionary<long, double> samples) in dimensions)
            {
                foreach ((long sec, double value) in samples)
                {
                    Assert.True(after.Charts.TryGetValue(chart, out var same), $"no {chart}");
                    Assert.True(same.TryGetValue(dimension, out SortedDictionary<long, double>? now),
                        $"no {chart}/{dimension}");
                    Assert.True(now.TryGetValue(sec, out double kept), $"no {chart}/{dimension} of {sec}");
                    Assert.True(value.Equals(kept), $"{chart}/{dimension} of {sec}: {value}, then {kept}");
                    compared++;
                }
            }
        }

        Assert.InRange(compared, 500, int.MaxValue);
        long[] seconds = [.. after.Charts["system.cpu"].Values.First().Keys];
        int gaps = 0;
        for (int i = 1; i < seconds.Length; i++)
        {
            gaps += seconds[i] > seconds[i - 1] + 1 ? 1 : 0;
        }

        Assert.InRange(gaps, 0, 1);
    }

    private sealed record Shown(
        Dictionary<string, Dictionary<string, SortedDictionary<long, double>>> Charts);
}
