using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Edge.Tests.Net;
using Xunit;

namespace Edge.Tests.Peers;

/// <summary>
/// Encrypted streams of the published binary: what its trimming cuts out of the framework (trimming.net9.xml)
/// no test in the process of the tests can see. Rows run side by side.
/// </summary>
[Collection(PeerCollection.Name)]
public sealed class TlsTests : IDisposable
{
    private const int PatienceSeconds = 20;
    private const string NoIssuer = "20 and message unable to get local issuer certificate";

    /// <summary>Of a child that both ends know the newer protocol of.</summary>
    private const string Established = "established link with negotiated capabilities";

    private readonly List<TlsPapers> _papers = [];
    private readonly List<Node> _nodes = [];

    [PeerFact(PeerNeeds.Edge)]
    public async Task A_parent_is_believed_or_refused_by_its_certificate()
    {
        TlsPapers chain = Papers().Issue(byIntermediate: true);
        Node whole = Parent("tls-chain", chain);
        TlsPapers signed = Papers().Issue(rsa: true);
        Node rsa = Parent("tls-rsa", signed);
        TlsPapers own = Papers().Issue(bySelf: true);
        Node self = Parent("tls-self", own);
        TlsPapers late = Papers().Issue(fromDays: -20, toDays: -10);
        TlsPapers other = Papers().Issue(host: "elsewhere.example");
        Node elsewhere = Parent("tls-elsewhere", other);
        TlsPapers broken = Papers().Issue(byIntermediate: true, withChain: false);
        await Task.WhenAll(
            Streams(whole, Child("to-chain", whole, Trusts(chain.CaFile))),
            Streams(rsa, Child("to-rsa", rsa, Trusts(signed.CaFile))),
            Streams(self, Child("to-self-trusted", self, Trusts(own.Certificate))),
            Streams(self, Child("to-self-skipped", self, SeedText.SkippedVerification)),
            Streams(elsewhere, Child("to-elsewhere-skipped", elsewhere,
                Trusts(other.CaFile) + " ssl skip host name verification = yes\n")),
            Refuses(Child("to-self", self, Trusts(own.CaFile)), "18 and message self signed certificate"),
            Refuses(Child("to-late", Parent("tls-late", late), Trusts(late.CaFile)),
                "10 and message certificate has expired"),
            Refuses(Child("to-elsewhere", elsewhere, Trusts(other.CaFile)),
                "64 and message IP address mismatch"),
            Refuses(Child("to-chain-wrong", whole, Trusts(chain.OtherCaFile)), NoIssuer),
            Refuses(Child("to-broken", Parent("tls-broken", broken), Trusts(broken.CaFile)), NoIssuer));
    }

    [PeerFact(PeerNeeds.Edge)]
    public async Task Ports_and_children_agree_on_encryption_or_say_why_not()
    {
        TlsPapers papers = Papers().Issue();
        Node optional = Parent("tls-optional", papers);
        Node plain = Parent("tls-plain", null);
        Node force = Parent("tls-force", papers, flag: "force");
        Node free = Parent("tls-default", papers, flag: null);
        Node strangers = Child("plain-to-force", force, "", isEncrypted: false);

        TlsPapers clients = Papers().Issue().Issue("kid", forClients: true, stem: "kid");
        Node both = Parent("tls-mutual", clients, more: $" ssl client CA file = {clients.CaFile}\n");
        string shows = Trusts(clients.CaFile) + $" ssl client certificate = {clients.Folder}/kid.pem\n"
            + $" ssl client key = {clients.Folder}/kid-key.pem\n";
        Node nameless = Child("tls-nameless", both, Trusts(clients.CaFile));
        Node named = Child("tls-named", both, shows);
        await Task.WhenAll(
            Streams(optional, Child("plain-to-optional", optional, "", isEncrypted: false)),
            Logs(Child("plain-to-default", free, "", isEncrypted: false), Established),
            Logs(Child("tls-to-default", free, Trusts(papers.CaFile)), Established),
            Logs(Child("tls-to-plain", plain, Trusts(papers.CaFile)), "SSL cannot connect with the server:"),
            Logs(strangers, "server is not replying properly (is it a netdata?)"),
            Logs(force, "The server is configured to always use encrypted connections, please enable the SSL "
                + "on child with hostname 'plain-to-force'"),
            Logs(Child("tls-to-force", force, Trusts(papers.CaFile)), Established),
            Logs(both, "the peer has shown no certificate"),
            Logs(named, Established),
            Logs(both, "STREAM tls-named [receive from [localhost]"));

        // Its door opens to nobody without a certificate, web pages included: what it says is in its log.
        Assert.DoesNotContain(Established, nameless.LogText);
        Assert.DoesNotContain("STREAM tls-nameless", both.LogText);
    }

    [PeerFact(PeerNeeds.Edge)]
    public async Task A_new_certificate_is_shown_after_a_HUP_and_running_streams_go_on()
    {
        TlsPapers papers = Papers().Issue();
        Node parent = Parent("tls-rotated", papers);
        Node child = Child("to-rotated", parent, Trusts(papers.CaFile));
        await Streams(parent, child);
        string before = await Shown(parent);

        papers.Issue(rsa: true);
        parent.Signal("HUP");
        await Until.True(
            async () => await Shown(parent) != before, PatienceSeconds, "the new certificate", parent);
        var charts = new Api(parent, child.Name);
        long newest = await charts.Newest("system.cpu");
        await Until.True(
            async () => await charts.Newest("system.cpu") > newest + 1,
            PatienceSeconds, "new values", parent);
        Assert.Single(child.LogText.Split('\n'), line => line.Contains(Established));

        // Who comes now is shown the new one, and believes it.
        await Streams(parent, Child("to-rotated-later", parent, Trusts(papers.CaFile)));
    }

    public void Dispose()
    {
        _nodes.ForEach(node => node.Dispose());
        _papers.ForEach(papers => papers.Dispose());
    }

    private static string Trusts(string file) => SeedText.TrustedCertificate
        .Replace("/etc/ssl/certs/parent_cert.pem", file).Replace("/etc/ssl/certs/", "/nonexistent");

    private static Task<TimeSpan[]> Refuses(Node child, string why) => Task.WhenAll(
        Logs(child, $"SSL RFC4158 check:  We have a invalid certificate, the tests result with {why}"),
        Logs(child, "Closing the stream connection, because the server SSL certificate is not valid."));

    private static Task<TimeSpan> Logs(Node node, string text) => Until.True(
        () => Task.FromResult(node.LogText.Contains(text, StringComparison.Ordinal)),
        PatienceSeconds, text, node);

    private static Task<TimeSpan> Streams(Node parent, Node child) => Until.True(
        async () => await new Api(parent).Receives(child.Name)
            && await new Api(parent, child.Name).Newest("system.cpu") > 0,
        PatienceSeconds, $"{child.Name} at {parent.Name}", parent, child);

    /// <summary>The fingerprint of the certificate that a newcomer gets to see.</summary>
    private static async Task<string> Shown(Node parent)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", parent.Port);
        await using var stream = new SslStream(client.GetStream(), false, static (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("localhost");
        return ((X509Certificate2)stream.RemoteCertificate!).Thumbprint;
    }

    private TlsPapers Papers()
    {
        var papers = new TlsPapers();
        _papers.Add(papers);
        return papers;
    }

    /// <param name="papers">Null: it has no certificate.</param>
    /// <param name="flag">Null: the port says nothing of encryption.</param>
    private Node Parent(string name, TlsPapers? papers, string? flag = "optional", string more = "")
    {
        int port = Node.FreePort();
        string web = papers == null
            ? ""
            : $" ssl key = {papers.Key}\n ssl certificate = {papers.Certificate}\n";
        string rights = flag == null ? "" : $"=dashboard|streaming^SSL={flag}";
        string node = SeedText.InMode("ram") + $"[web]\n bind to = 127.0.0.1:{port}{rights}\n{web}{more}";
        Node parent = Node.Configured(name, port, node, SeedText.From("ram"), bindsItself: true);
        _nodes.Add(parent);
        return parent;
    }

    private Node Child(string name, Node parent, string stream, bool isEncrypted = true)
    {
        Node child = Node.Configured(
            name, 0, SeedText.InMode("none") + SeedText.WithWeb("none"),
            SeedText.To(parent.Address + (isEncrypted ? ":SSL" : "")) + stream);
        _nodes.Add(child);
        return child;
    }
}
