using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Edge.Tests.Peers;

/// <summary><c>edge status</c> of the published binary against running nodes.</summary>
[Collection(PeerCollection.Name)]
public sealed class StatusTests
{
    private const int PatienceSeconds = 30;

    [PeerFact(PeerNeeds.Edge)]
    public async Task Child_proxy_and_parent_tell_of_their_links()
    {
        using Node parent = Node.Parent(Programs.Edge, "our-parent");
        using Node proxy = Node.Proxy(Programs.Edge, "our-proxy", parent);
        using Node child = Node.Child(Programs.Edge, "our-child", proxy);
        await Until.True(
            () => Task.FromResult(Links(parent).SequenceEqual(
            [
                "our-child receiving connected", "our-parent local collecting",
                "our-proxy receiving connected",
            ]) && Links(proxy).SequenceEqual(
            [
                "our-child receiving connected", "our-child sending streaming", "our-proxy sending streaming",
            ]) && Links(child).SequenceEqual(["our-child sending streaming"])),
            PatienceSeconds, "all links", parent, proxy, child);

        // A node that was cut off leaves its socket behind, which tells that nobody is there.
        child.Kill();
        Assert.Equal(1, Status(child, "--json").Exit);
        child.Restart();
        await Until.True(
            () => Task.FromResult(Links(child).SequenceEqual(["our-child sending streaming"])
                && Links(proxy).Contains("our-child receiving connected")),
            PatienceSeconds, "the child's return", parent, proxy, child);
        (int exit, string table) = Status(proxy);
        Assert.Equal(0, exit);
        Assert.All(table.Split('\n'), line => Assert.True(line.Length <= 120, line));
        Assert.Contains("closed by the child", table);
    }

    /// <summary>In the order of their names; none while the node does not answer.</summary>
    private static string[] Links(Node node)
    {
        (int exit, string output) = Status(node, "--json");
        if (exit != 0)
        {
            return [];
        }

        using JsonDocument document = JsonDocument.Parse(output);
        return [.. document.RootElement.GetProperty("links").EnumerateArray()
            .Select(link => string.Join(' ', link.GetProperty("host").GetString(),
                link.GetProperty("role").GetString(), link.GetProperty("state").GetString()))
            .Order(StringComparer.Ordinal)];
    }

    private static (int Exit, string Output) Status(Node node, params string[] more)
    {
        var start = new ProcessStartInfo(Programs.Edge!, ["status", "-c", node.ConfigPath, .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
