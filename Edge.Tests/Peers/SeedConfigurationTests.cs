using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Edge.Tests.Peers;

/// <summary>
/// What the documentation of streaming promises to whoever copies its examples, with the published binary.
/// </summary>
[Collection(PeerCollection.Name)]
public sealed class SeedConfigurationTests
{
    private const int PatienceSeconds = 20;

    /// <summary>A headless child has at least these many charts on any Linux.</summary>
    private const int ChartsMin = 20;

    /// <summary>Two are not finished at one of both, or began at the other.</summary>
    private const int SecondsCompared = 13;

    private static readonly string[] Tables = ["tcp", "tcp6"];
    private static readonly string GuidFile = Path.Combine("lib", "registry", "netdata.public.unique.id");

    [PeerFact(PeerNeeds.Edge)]
    public void Each_example_is_read_without_an_error_and_says_what_is_not_there_yet()
    {
        string[] nodes =
        [
            .. SeedText.ModesOfMemory.Split(" | ").Select(SeedText.InMode),
            .. SeedText.ModesOfWeb.Split(" | ").Select(SeedText.WithWeb),
            SeedText.EphemeralChildNode,
        ];
        string[] streams =
        [
            SeedText.To("127.0.0.1:1"), SeedText.To("127.0.0.1:1:SSL 127.0.0.1:2"), SeedText.From(),
            SeedText.From("dbengine", "!10.1.2.3 10.*"), SeedText.FromMachine(SeedText.Machine),
            SeedText.To("127.0.0.1:1") + SeedText.From() + SeedText.FromMachine(SeedText.Machine),
            SeedText.EncryptedDestination, SeedText.SkippedVerification, SeedText.TrustedCertificate,
            SeedText.EphemeralParent, SeedText.EphemeralChild,
        ];
        foreach ((string node, string stream) in nodes.Select(text => (text, ""))
            .Concat(streams.Select(text => ("", text))))
        {
            (int exit, string output) = Written.Check(node, stream);
            Assert.True(exit == 0, $"{node}{stream}\n{output}");
            Assert.DoesNotContain("is not known", output);
        }

        string backend = SeedText.Backend.Replace("yes | no", "yes")
            .Replace("graphite | opentsdb", "graphite").Replace("IP:PORT ...", "127.0.0.1:2003");
        (_, string told) = Written.Check(backend, "");
        Assert.DoesNotContain("is not known", told);
        foreach (string option in (string[])["enabled", "type", "destination", "update every"])
        {
            Assert.Contains($"option '{option}' of [backend] is not supported yet", told);
        }
    }

    [PeerFact(PeerNeeds.Edge)]
    public async Task A_headless_collector_has_no_port_and_no_database_and_its_parent_has_all_its_charts()
    {
        using Node parent = Keeps("seed-parent");
        using Node child = Node.Configured(
            "seed-headless", 0, SeedText.InMode("none") + SeedText.WithWeb("none"),
            SeedText.To(parent.Address));
        using Node keeping = Node.Configured(
            "seed-keeping", Node.FreePort(), SeedText.InMode("ram"), SeedText.To(parent.Address));
        var api = new Api(parent, "seed-headless");
        await Until.True(() => api.IsAlive("system.cpu"), PatienceSeconds, "its values", parent, child);
        Assert.Empty(Listens(child));
        Assert.DoesNotContain(
            Directory.GetFiles(child.Folder, "*", SearchOption.AllDirectories),
            path => path.Contains("/cache/", StringComparison.Ordinal));

        // Both children collect the same machine, so what one keeps is what the other must have sent.
        string[] own = [];
        string[] missing = [];
        await Until.True(
            async () =>
            {
                own = [.. (await new Api(keeping).Charts()).Keys.Where(IsOfMachine)];
                Dictionary<string, System.Text.Json.JsonElement> there = await api.Charts();
                missing = [.. own.Where(id => !there.ContainsKey(id))];
                return own.Length >= ChartsMin && missing.Length == 0;
            },
            PatienceSeconds, "all charts", parent, child, keeping);

        // Database replication: the same seconds at both ends.
        var here = new Api(keeping);
        var copy = new Api(parent, "seed-keeping");
        await Until.True(
            () => copy.IsAlive("system.cpu", SecondsCompared), PatienceSeconds, "seconds", parent, keeping);
        Agreement agreement = await Agreement.Of(here, copy, ["system.cpu", "system.load", "system.ram"], 20);
        Assert.Empty(agreement.Differences);
        Assert.True(agreement.Charts >= 2, "nothing was compared");
    }

    [PeerFact(PeerNeeds.Edge)]
    public async Task Proxies_with_and_without_a_database_pass_on_and_only_one_of_them_keeps()
    {
        using Node parent = Keeps("seed-parent");
        using Node keeping = Proxy("seed-proxy-ram", "ram", parent.Address);
        using Node headless = Proxy("seed-proxy-none", "none", keeping.Address);
        using Node child = Node.Configured(
            "seed-child", 0, SeedText.InMode("none") + SeedText.WithWeb("none"),
            SeedText.To(headless.Address));
        Node[] all = [parent, keeping, headless, child];
        await Until.True(
            () => new Api(parent, "seed-child").IsAlive("system.cpu"), PatienceSeconds, "two hops", all);
        await Until.True(
            () => new Api(keeping, "seed-child").IsAlive("system.cpu"), PatienceSeconds, "a database", all);
        Assert.NotEmpty(await new Api(keeping, "seed-child").Charts());
        Assert.Empty(await new Api(headless, "seed-child").Charts());
        var api = new Api(parent);
        await Until.True(
            async () => await api.Receives("seed-proxy-ram") && await api.Receives("seed-proxy-none"),
            PatienceSeconds, "the proxies' own charts", all);
    }

    [PeerFact(PeerNeeds.Edge)]
    public async Task Copies_of_one_image_are_nodes_of_their_own_and_go_after_their_time()
    {
        using Node parent = Node.Configured(
            "seed-parent", Node.FreePort(), "[global]\n cleanup orphan hosts after seconds = 3\n",
            SeedText.EphemeralParent);
        using Node image = Node.Configured(
            "seed-image", 0, SeedText.EphemeralChildNode + SeedText.WithWeb("none"),
            SeedText.EphemeralChild.Replace("10.11.12.13:19999", parent.Address));
        var api = new Api(parent);
        await Until.True(() => api.Receives("seed-image"), PatienceSeconds, "the template", parent, image);
        image.Terminate(out _);

        static void Forget(string directory) => File.Delete(Path.Combine(directory, GuidFile));
        using Node first = image.Copy("seed-first", Forget);
        using Node second = image.Copy("seed-second", Forget);
        await Until.True(
            async () => await api.Receives("seed-first") && await api.Receives("seed-second"),
            PatienceSeconds, "both copies", parent, first, second);
        string[] guids = [.. new[] { image, first, second }
            .Select(node => File.ReadAllText(Path.Combine(node.Folder, GuidFile)))];
        Assert.Equal(3, guids.Distinct().Count());

        first.Terminate(out _);
        await Until.True(
            async () => !(await api.Mirrored()).Contains("seed-first"),
            PatienceSeconds, "its removal", parent);
        Assert.Contains("seed-second", await api.Mirrored());
        Assert.DoesNotContain("seed-image", await api.Mirrored());
    }

    [PeerFact(PeerNeeds.Edge)]
    public async Task Access_lists_let_in_whom_they_name_in_their_order()
    {
        using Node parent = Keeps("seed-open", "!127.0.0.3 127.*");
        using Node strict = Node.Configured(
            "seed-strict", Node.FreePort(), "",
            SeedText.From("ram")
            + SeedText.FromMachine(SeedText.Machine).Replace("= yes\n history", "= no\n history"));
        using Node machine = Child("seed-machine", strict.Address, SeedText.Machine);
        await Says(strict, $"machine GUID '{SeedText.Machine}' is not allowed");
        using (Node stranger = Child(
            "seed-stranger", parent.Address, stream: text => text.Replace(SeedText.Key, SeedText.Machine)))
        {
            await Says(parent, $"API key '{SeedText.Machine}' is not allowed");
        }

        Assert.StartsWith("Hit me baby", await Knock(parent, "127.0.0.2"));
        Assert.Equal("", await Knock(parent, "127.0.0.3"));
        await Says(parent, $"API key '{SeedText.Key}' is not permitted from this IP");
    }

    /// <summary>
    /// The first words of a parent to a child of protocol 3 that comes from an address of this machine;
    /// empty: it has closed.
    /// </summary>
    private static async Task<string> Knock(Node parent, string from)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, parent.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"STREAM key={SeedText.Key}&hostname=knock&registry_hostname=knock"
            + $"&machine_guid={Guid.NewGuid():D}"
            + "&update_every=1&os=linux&timezone=UTC&tags=&ver=3 HTTP/1.1\r\nUser-Agent: knock/1\r\n"
            + "Accept: */*\r\n\r\n"));
        byte[] answer = new byte[1024];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(PatienceSeconds));
        int count = await socket.ReceiveAsync(answer, patience.Token);
        return Encoding.ASCII.GetString(answer, 0, count);
    }

    private static Node Keeps(string name, string allowed = "*") => Node.Configured(
        name, Node.FreePort(), SeedText.InMode("ram") + SeedText.WithWeb("static-threaded"),
        SeedText.From("ram", allowed));

    private static Node Proxy(string name, string mode, string to) => Node.Configured(
        name, Node.FreePort(), SeedText.InMode(mode) + SeedText.WithWeb("static-threaded"),
        SeedText.To(to) + SeedText.From(mode));

    private static Node Child(
        string name, string to, string? guid = null, Func<string, string>? stream = null)
    {
        string text = SeedText.To(to);
        string node = SeedText.InMode("none") + SeedText.WithWeb("none");
        return Node.Configured(name, 0, node, stream == null ? text : stream(text), directory =>
        {
            if (guid != null)
            {
                string path = Path.Combine(directory, GuidFile);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, guid);
            }
        });
    }

    private static Task<TimeSpan> Says(Node node, string text) => Until.True(
        () => Task.FromResult(node.LogText.Contains(text, StringComparison.Ordinal)),
        PatienceSeconds, text, node);

    /// <summary>Charts that every node on this machine collects alike, unlike those of itself.</summary>
    private static bool IsOfMachine(string id) => Regex.IsMatch(id, "^(system|mem|cpu|disk|net|ipv4)[._]");

    /// <summary>TCP ports of a process, by the inodes of its sockets.</summary>
    private static string[] Listens(Node node)
    {
        string[] sockets = [.. new DirectoryInfo($"/proc/{node.Pid}/fd").GetFiles()
            .Select(file => file.LinkTarget ?? "").Where(target => target.StartsWith("socket:["))
            .Select(target => target[8..^1])];
        const string listening = "0A";
        return [.. Tables.SelectMany(name => File.ReadLines($"/proc/{node.Pid}/net/{name}"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 9 && words[3] == listening && sockets.Contains(words[9]))
            .Select(words => words[1])];
    }
}
