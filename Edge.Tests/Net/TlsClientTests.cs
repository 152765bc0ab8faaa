using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Edge.Net;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Net;

/// <summary>Which parents a child believes, and what it says of the others (spec tls 4, 5).</summary>
[Collection(SocketCollection.Name)]
public sealed class TlsClientTests : IDisposable
{
    private const string NotValid =
        "Closing the stream connection, because the server SSL certificate is not valid.";

    private readonly TlsPapers _papers = new();

    [Fact]
    public void A_certificate_of_a_trusted_authority_is_believed()
    {
        _papers.Issue();
        using var lab = new TlsLab(_papers);
        Probe probe = lab.Dial(Trusting(_papers.CaFile));
        lab.Opens();
        Assert.True(probe.Connection.IsEncrypted);
        Assert.NotNull(lab.Comer());
    }

    [Fact]
    public void An_authority_may_lie_in_a_directory()
    {
        _papers.Issue();
        using var lab = new TlsLab(_papers);
        lab.Dial(new TlsClientOptions { CaPath = _papers.Folder, CaFile = "/nonexistent" });
        lab.Opens();
    }

    [Fact]
    public void An_authority_that_comes_later_counts_without_a_restart()
    {
        _papers.Issue();
        string file = Path.Combine(_papers.Folder, "later.pem");
        File.Copy(_papers.OtherCaFile, file);
        var trust = new TlsTrust(file, "");
        using X509Certificate2 leaf = X509CertificateLoader.LoadCertificateFromFile(_papers.Certificate);
        Assert.Empty(trust.Find(leaf, []));
        File.AppendAllText(file, "\n" + File.ReadAllText(_papers.CaFile));
        Assert.Equal("CN=Test Root", Assert.Single(trust.Find(leaf, [])).Subject);
    }

    [Fact]
    public void The_systems_directory_is_read_without_loading_it_all()
    {
        const string directory = "/etc/ssl/certs/";
        if (!File.Exists(directory + "ca-certificates.crt"))
        {
            return;
        }

        var trust = new TlsTrust("", directory);
        Assert.InRange(trust.Count, 50, 1000);
        string bundle = File.ReadAllText(directory + "ca-certificates.crt");
        var all = new X509Certificate2Collection();
        all.ImportFromPem(bundle);
        Assert.All(all, one => Assert.Contains(
            trust.Find(one, []), found => found.RawDataMemory.Span.SequenceEqual(one.RawData)));
    }

    [Fact]
    public void A_chain_is_followed()
    {
        _papers.Issue(byIntermediate: true);
        using var lab = new TlsLab(_papers);
        lab.Dial(Trusting(_papers.CaFile));
        lab.Opens();
    }

    [Fact]
    public void A_missing_intermediate_is_named()
    {
        _papers.Issue(byIntermediate: true, withChain: false);
        Refuses(_papers.CaFile, "20 and message unable to get local issuer certificate");
    }

    [Fact]
    public void Another_authority_is_not_enough()
    {
        _papers.Issue();
        Refuses(_papers.OtherCaFile, "20 and message unable to get local issuer certificate");
    }

    [Fact]
    public void A_self_signed_certificate_is_refused()
    {
        _papers.Issue(bySelf: true);
        Refuses(_papers.CaFile, "18 and message self signed certificate");
    }

    [Fact]
    public void A_self_signed_certificate_that_is_itself_trusted_is_believed()
    {
        _papers.Issue(bySelf: true);
        using var lab = new TlsLab(_papers);
        lab.Dial(Trusting(_papers.Certificate));
        lab.Opens();
    }

    [Fact]
    public void An_expired_certificate_is_refused()
    {
        _papers.Issue(fromDays: -20, toDays: -1);
        Refuses(_papers.CaFile, "10 and message certificate has expired");
    }

    [Fact]
    public void A_certificate_of_the_future_is_refused()
    {
        _papers.Issue(fromDays: 5);
        Refuses(_papers.CaFile, "9 and message certificate is not yet valid");
    }

    [Fact]
    public void A_certificate_for_clients_is_none_for_parents()
    {
        _papers.Issue(forClients: true);
        Refuses(_papers.CaFile, "26 and message unsupported certificate purpose");
    }

    [Fact]
    public void A_certificate_for_another_host_is_refused_unless_names_do_not_matter()
    {
        _papers.Issue(host: "elsewhere.example");
        Refuses(_papers.CaFile, "64 and message IP address mismatch: the certificate is not for '127.0.0.1'");
        using var lab = new TlsLab(_papers);
        lab.Dial(Trusting(_papers.CaFile) with { SkipsHostName = true });
        lab.Opens();
    }

    [Fact]
    public void A_name_is_looked_for_in_the_certificate()
    {
        _papers.Issue(host: "elsewhere.example");
        using var lab = new TlsLab(_papers);
        lab.Dial(Trusting(_papers.CaFile), $"localhost:{lab.Port}:SSL");
        string line;
        do
        {
            // localhost may be ::1 too, where nobody listens.
            line = lab.Next();
        }
        while (line.StartsWith("Failed to connect", StringComparison.Ordinal));

        Assert.Contains("62 and message hostname mismatch: the certificate is not for 'localhost'", line);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_verification_any_certificate_will_do(bool isExpired)
    {
        _papers.Issue(bySelf: true, host: "elsewhere", fromDays: -9, toDays: isExpired ? -1 : 1);
        using var lab = new TlsLab(_papers);
        lab.Dial(new TlsClientOptions { SkipsCertificate = true, CaPath = "" });
        lab.Opens();
        Assert.Contains("Netdata is configured to accept invalid SSL certificate.", lab.LogLines);
    }

    [Fact]
    public void Each_item_has_its_own_mark_and_a_failed_handshake_goes_on_to_the_next()
    {
        _papers.Issue();
        using var lab = new TlsLab(_papers);
        string list = $"127.0.0.1:{lab.Port}:SSL 127.0.0.1:{lab.Port}";
        Probe probe = lab.Dial(Trusting(_papers.OtherCaFile), list);
        Assert.StartsWith("SSL RFC4158 check:  We have a invalid certificate", lab.Next());
        Assert.Equal(NotValid, lab.Next());
        lab.Opens();
        Assert.False(probe.Connection.IsEncrypted);
    }

    [Fact]
    public void A_plain_port_is_told_apart()
    {
        using var lab = new Lab(() => new Probe
        {
            OnConsume = static (connection, bytes, _) =>
            {
                connection.TrySend("HTTP/1.1 400 Bad Request\r\n\r\n"u8);
                connection.Finish();
                return bytes.Length;
            },
        });
        var events = new BlockingCollection<string>();
        Start(lab.Home, $"{lab.EndPoint}:SSL", events);
        Assert.True(events.TryTake(out string? line, Lab.PatienceMs));
        Assert.Equal(
            "SSL cannot connect with the server:  the other side does not speak TLS on this port ", line);
        Assert.True(events.TryTake(out line, Lab.PatienceMs));
        Assert.Equal("gave up", line);
    }

    [Fact]
    public void Nothing_is_sent_in_the_clear_where_tls_cannot_be_had()
    {
        using var lab = new Lab(Probe.Echo);
        var events = new BlockingCollection<string>();
        new Dialer(lab.Home, new Resolver()).Start(new DialOrder
        {
            Destinations = Destination.Parse($"{lab.EndPoint}:SSL", "1"),
            TlsMissing = "no library",
            Opened = (_, _) => throw new InvalidOperationException(),
            Failed = events.Add,
            GaveUp = () => events.Add("gave up"),
        });
        Assert.True(events.TryTake(out string? line, Lab.PatienceMs));
        Assert.Equal($"'{lab.EndPoint}' is to be encrypted (':SSL'), which is not possible: no library. "
            + "It is never sent to in the clear.", line);
        Assert.True(events.TryTake(out line, Lab.PatienceMs));
        Assert.Equal("gave up", line);
        Assert.Empty(lab.Probes);
    }

    [Fact]
    public void A_parent_that_says_nothing_is_left_after_the_time_allowed()
    {
        using var lab = new Lab(static () => new Probe());
        var events = new BlockingCollection<string>();
        Start(lab.Home, $"{lab.EndPoint}:SSL", events);
        Probe probe = lab.Accepted();
        lab.Home.Sweep(Clock.NowUsec() + (59 * Clock.UsecPerSecond));
        Assert.False(events.TryTake(out _, 50));
        lab.Home.Sweep(Clock.NowUsec() + (61 * Clock.UsecPerSecond));
        Assert.True(events.TryTake(out string? line, Lab.PatienceMs));
        Assert.Equal("SSL cannot connect with the server:  no handshake within 60 seconds ", line);
        Lab.Leaves(probe);
    }

    [Fact]
    public void A_server_that_knows_only_old_versions_is_refused()
    {
        _papers.Issue();
        using X509Certificate2 own = X509Certificate2.CreateFromPemFile(_papers.Certificate, _papers.Key);
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.Listen();
        using var lab = new TlsLab(_papers);
        int port = ((IPEndPoint)server.LocalEndPoint!).Port;
        lab.Dial(Trusting(_papers.CaFile), $"127.0.0.1:{port}:SSL");
        using Socket accepted = server.Accept();
        byte[] hello = new byte[4096];
        int bytes = accepted.Receive(hello);

        // What a server answers that would go down to 1.1: a ServerHello of that version.
        Assert.True(bytes > 0);
        byte[] answer = new byte[5 + 4 + 38];
        ((byte[])[0x16, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2]).CopyTo(answer, 0);
        answer[^3] = 0x2f;
        accepted.Send(answer);
        Assert.StartsWith("SSL cannot connect with the server:  error:", lab.Next());
        Assert.Equal("gave up", lab.Next());
    }

    public void Dispose() => _papers.Dispose();

    private static TlsClientOptions Trusting(string caFile) => new() { CaFile = caFile, CaPath = "" };

    private void Refuses(string caFile, string problem)
    {
        using var lab = new TlsLab(_papers);
        lab.Dial(Trusting(caFile));
        Assert.StartsWith(
            $"SSL RFC4158 check:  We have a invalid certificate, the tests result with {problem}",
            lab.Next());
        Assert.Equal(NotValid, lab.Next());
        Assert.Equal("gave up", lab.Next());
        Lab.Leaves(lab.Comer());
    }

    private void Start(
        Connections home, string list, BlockingCollection<string> events) =>
        new Dialer(home, new Resolver()).Start(new DialOrder
        {
            Destinations = Destination.Parse(list, "1"),
            Tls = TlsClient.Load(Trusting(_papers.CaFile), out _),
            Opened = (_, _) => throw new InvalidOperationException(),
            Failed = events.Add,
            GaveUp = () => events.Add("gave up"),
        });
}
