using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Edge.Http;
using Edge.Net;
using Edge.Sys;
using Edge.Tests.Http;
using Xunit;

namespace Edge.Tests.Net;

/// <summary>
/// Encrypted ports: what comes in, what is refused, and certificates that change (spec tls 3).
/// </summary>
[Collection(SocketCollection.Name)]
public sealed class TlsServerTests : IDisposable
{
    private const string StreamRequest = "STREAM key=a&hostname=kid&machine_guid=b HTTP/1.1\r\n\r\n";

    private readonly TlsPapers _papers = new();

    public TlsServerTests() => _papers.Issue(byIntermediate: true);

    private TlsServerOptions Options =>
        new() { KeyPath = _papers.Key, CertificatePath = _papers.Certificate };

    [Fact]
    public void Plain_and_encrypted_clients_share_a_port()
    {
        using var lab = new TlsLab(_papers);
        using Socket plain = Connect(lab);
        plain.Send("STREAM"u8);
        Assert.Equal("STREAM"u8.ToArray(), Lab.ReadExactly(plain, 6));
        using SslStream tls = Encrypt(lab, out _);
        Assert.Equal("STREAM", Echo(tls, "STREAM"));
        Assert.False(lab.Comer().Connection.IsEncrypted);
        Assert.True(lab.Comer().Connection.IsEncrypted);
    }

    [Fact]
    public void The_whole_chain_is_shown()
    {
        using var lab = new TlsLab(_papers);
        string[] shown = [];
        using SslStream tls =
            Encrypt(lab, out _, onChain: chain => shown = [.. chain.ChainPolicy.ExtraStore.Select(
                static one => one.Subject)]);
        Assert.Equal("x", Echo(tls, "x"));
        Assert.Contains("CN=Test Intermediate", shown);
        Assert.DoesNotContain("CN=Test Root", shown);
    }

    [Fact]
    public void Large_answers_arrive_whole_and_end_with_a_goodbye()
    {
        byte[] large = new byte[5_000_000];
        Random.Shared.NextBytes(large);
        using var lab = new TlsLab(_papers) { NewProbe = () => new Probe
        {
            OnConsume = (connection, bytes, _) =>
            {
                connection.OutboxMax = large.Length;
                Assert.True(connection.TrySend(large));
                Assert.False(connection.TrySend(new byte[large.Length + 1]));
                connection.Finish();
                Assert.False(connection.TrySend("x"u8));
                return bytes.Length;
            },
        } };
        using SslStream tls = Encrypt(lab, out _);
        tls.Write("go"u8);
        var all = new MemoryStream();

        // Ends without an exception only when close_notify came.
        tls.CopyTo(all);
        Assert.Equal(large, all.ToArray());
        Probe probe = lab.Comer();
        Lab.Closes(probe, CloseReason.Done);
    }

    [Fact]
    public void A_stop_says_goodbye()
    {
        using var lab = new TlsLab(_papers);
        using var client = new TcpClient("127.0.0.1", lab.Port);
        using var tls = new SslStream(client.GetStream(), false, static (_, _, _, _) => true);
        tls.AuthenticateAsClient("localhost");
        tls.Write("x"u8);
        Assert.Equal('x', tls.ReadByte());
        var stop = new Thread(() => lab.Home.Stop(Lab.PatienceMs));
        stop.Start();

        // Behind SslStream's back: one more record, which can only be the alert, then the end.
        byte[] raw = new byte[100];
        int bytes = client.GetStream().ReadAtLeast(raw, 1, throwOnEndOfStream: false);
        Assert.True(bytes > 5, "the connection ended without close_notify");
        Assert.Equal(bytes - 5, (raw[3] << 8) | raw[4]);
        Assert.Equal(0, client.GetStream().Read(raw));
        client.Close();
        stop.Join();
    }

    [Fact]
    public void Large_requests_arrive_whole_whatever_the_session_leaves_over()
    {
        long sum = 0;
        using var lab = new TlsLab(_papers) { NewProbe = () => new Probe
        {
            OnConsume = (connection, bytes, _) =>
            {
                // Takes whole pairs, as lines would be.
                int taken = bytes.Length & ~1;
                for (int i = 0; i < taken; i++)
                {
                    sum += bytes[i];
                }

                if (taken > 0 && bytes[taken - 1] == 255)
                {
                    connection.TrySend(BitConverter.GetBytes(sum));
                }

                return taken;
            },
        } };
        using SslStream tls = Encrypt(lab, out _);
        byte[] large = new byte[1_000_001];
        large.AsSpan().Fill(3);
        tls.Write(large);
        tls.Write([255]);
        byte[] answer = new byte[8];
        tls.ReadExactly(answer);
        Assert.Equal((3L * large.Length) + 255, BitConverter.ToInt64(answer));
    }

    [Fact]
    public void Messages_cost_no_memory_at_either_end()
    {
        const int messages = 2000;
        using var lab = new TlsLab(_papers);
        using var back = new SemaphoreSlim(0);
        var probe = new Probe
        {
            OnConsume = (_, bytes, _) =>
            {
                back.Release(bytes.Length / 100);
                return bytes.Length / 100 * 100;
            },
        };
        lab.Dial(new TlsClientOptions { CaFile = _papers.CaFile, CaPath = "" }, null, probe);
        lab.Opens();
        byte[] message = new byte[100];
        void Exchange(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Assert.True(probe.Connection.TrySend(message));
                Assert.True(back.Wait(Lab.PatienceMs));
            }
        }

        Exchange(500);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Exchange(messages);
        long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;

        // Two encryptions and two decryptions each; what is left is of the test itself.
        Assert.InRange(bytes / messages, 0, 40);
    }

    [Fact]
    public void A_full_outbox_takes_nothing_of_a_message()
    {
        using var lab = new TlsLab(_papers) { NewProbe = static () => new Probe
        {
            OnConsume = static (connection, bytes, _) =>
            {
                connection.OutboxMax = 1_000_000;
                byte[] block = new byte[50_000];
                int taken = 0;
                while (connection.TrySend(block))
                {
                    taken++;
                    Assert.InRange(connection.OutboxBytes, 0, connection.OutboxMax);
                }

                connection.OutboxMax = 2_000_000;
                Assert.True(connection.TrySend(BitConverter.GetBytes(taken)));
                connection.Finish();
                return bytes.Length;
            },
        } };
        using SslStream tls = Encrypt(lab, out _);
        tls.Write("go"u8);
        var all = new MemoryStream();
        tls.CopyTo(all);
        byte[] bytes = all.ToArray();
        Assert.Equal(bytes.Length - 4, 50_000 * BitConverter.ToInt32(bytes.AsSpan(bytes.Length - 4)));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, "1.3", true)]
    [InlineData(SslProtocols.Tls13, "1.3", true)]
    [InlineData(SslProtocols.Tls12, "1.1", true)]
    [InlineData(SslProtocols.Tls13, "1.2", false)]
    public void Versions_are_1_2_up_to_what_is_configured(SslProtocols version, string highest, bool isLetIn)
    {
        using var lab = new TlsLab(_papers, Options with { Version = highest });
        if (isLetIn)
        {
            using SslStream tls = Encrypt(lab, out _, version);
            Assert.Equal(version, tls.SslProtocol);
        }
        else
        {
            Assert.ThrowsAny<Exception>(() => Encrypt(lab, out _, version));
        }
    }

    [Fact]
    public void Version_1_1_is_refused()
    {
        using var lab = new TlsLab(_papers);
        using Socket client = Connect(lab);

        // A ClientHello of TLS 1.1, one suite, no extensions.
        byte[] hello = new byte[5 + 4 + 41];
        ((byte[])[0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2]).CopyTo(hello, 0);
        ((byte[])[0, 0, 2, 0xc0, 0x13, 1, 0]).CopyTo(hello, 43);
        client.Send(hello);
        byte[] answer = Lab.ReadAll(client);

        // At most an alert: fatal, protocol version.
        Assert.True(answer.Length == 0 || answer[0] == 0x15, Convert.ToHexString(answer));
        Logged(lab, "SSL Handshake error (");
    }

    [Fact]
    public void Suites_can_be_chosen_by_name()
    {
        using var lab = new TlsLab(
            _papers, Options with { Ciphers = "HIGH:ECDHE-ECDSA-AES128-GCM-SHA256", Version = "1.2" });
        using SslStream tls = Encrypt(lab, out _, SslProtocols.Tls12);
        Assert.Equal(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.NegotiatedCipherSuite);
        Logged(lab, "'HIGH' in 'tls ciphers'");
    }

    [Fact]
    public void A_list_of_unknown_suites_leaves_the_default()
    {
        using var lab = new TlsLab(_papers, Options with { Ciphers = "TLS_AES_128_GCM_SHA256" });
        Assert.Contains("SSL error. cannot set the cipher list", lab.LogLines);
        using SslStream tls = Encrypt(lab, out _);
        Assert.Equal("x", Echo(tls, "x"));
    }

    [Fact]
    public void A_client_that_says_nothing_is_cut_after_a_minute()
    {
        using var lab = new TlsLab(_papers);
        using Socket silent = Connect(lab);
        using Socket half = Connect(lab);
        half.Send([0x16, 3, 1]);
        Probe one = lab.Comer();
        Probe two = lab.Comer();
        lab.Home.Sweep(Clock.NowUsec() + (58 * Clock.UsecPerSecond));
        Assert.Equal(1, one.Sweeps);
        lab.Home.Sweep(Clock.NowUsec() + (61 * Clock.UsecPerSecond));
        Lab.Closes(one, CloseReason.IdleTimeout);
        Lab.Closes(two, CloseReason.IdleTimeout);
    }

    [Fact]
    public void Noise_behind_the_first_byte_ends_that_connection_alone()
    {
        using var lab = new TlsLab(_papers);
        using SslStream good = Encrypt(lab, out _);
        for (int i = 0; i < 50; i++)
        {
            using Socket bad = Connect(lab);
            byte[] noise = new byte[300];
            new Random(i).NextBytes(noise);
            noise[0] = (byte)(i % 0x18);
            bad.Send(noise);
            bad.Shutdown(SocketShutdown.Send);
            try
            {
                Lab.ReadAll(bad);
            }
            catch (SocketException)
            {
                // A reset will do as well.
            }
        }

        Assert.Equal("still here", Echo(good, "still here"));
    }

    [Fact]
    public void A_new_certificate_is_shown_to_new_clients_and_old_ones_stay()
    {
        using var lab = new TlsLab(_papers);
        using SslStream old = Encrypt(lab, out string name);
        Assert.Equal("CN=parent", name);
        _papers.Issue("renewed");
        lab.Server!.Reload();
        using SslStream young = Encrypt(lab, out name);
        Assert.Equal("CN=renewed", name);
        Assert.Equal("old", Echo(old, "old"));
        Assert.Equal("young", Echo(young, "young"));
    }

    [Fact]
    public void Changed_files_are_noticed_when_somebody_comes_and_bad_ones_are_not_taken()
    {
        TlsServer server = TlsServer.Load(Options)!;
        var log = new ConcurrentQueue<string>();
        Log.Open((_, _, text) => log.Enqueue(text), static _ => { });
        long nowUsec = Clock.NowUsec();
        string Shown()
        {
            nowUsec += 2 * Clock.UsecPerSecond;
            var comer = new FakeConnection { LastReceivedUsec = nowUsec };
            server.Accept(comer, default, static _ => new Probe());
            return server.Current(out _).ServerCertificateContext!.TargetCertificate.Subject;
        }

        Assert.Equal("CN=parent", Shown());
        File.WriteAllText(_papers.Certificate, "nonsense");
        Assert.Equal("CN=parent", Shown());
        Assert.Contains("stays in use", Assert.Single(log));
        Assert.Equal("CN=parent", Shown());
        Assert.Single(log);
        _papers.Issue("renewed");
        Assert.Equal("CN=renewed", Shown());
        Assert.Contains("'CN=renewed' was read again", log.Last());
    }

    [Fact]
    public void Certificates_change_under_load_without_a_lost_byte()
    {
        using var lab = new TlsLab(_papers);
        SslStream[] streams = [.. Enumerable.Range(0, 4).Select(_ => Encrypt(lab, out string _))];
        byte[] block = new byte[100_000];
        byte[] back = new byte[block.Length];
        for (int round = 0; round < 20; round++)
        {
            foreach (SslStream stream in streams)
            {
                block.AsSpan().Fill((byte)round);
                stream.Write(block);
            }

            _papers.Issue($"round {round}");
            lab.Server!.Reload();
            using SslStream comer = Encrypt(lab, out string name);
            Assert.Equal($"CN=round {round}", name);
            foreach (SslStream stream in streams)
            {
                stream.ReadExactly(back);
                Assert.Equal(block, back);
            }
        }

        Array.ForEach(streams, static stream => stream.Dispose());
    }

    [Fact]
    public void Without_a_usable_certificate_force_ports_stay_closed_and_others_are_plain()
    {
        File.WriteAllText(_papers.Key, "nonsense");
        using var lab = new TlsLab(
            _papers, Options, "127.0.0.1:0=streaming^SSL=force 127.0.0.1:0=streaming^SSL=optional");
        Assert.Null(lab.Server);
        Logged(lab, "SSL cannot check the private key: ");
        Logged(lab, "LISTENER: '127.0.0.1:0=streaming^SSL=force' asks for TLS by '^SSL=force'");
        using Socket plain = Connect(lab);
        plain.Send("x"u8);
        Assert.Equal("x"u8.ToArray(), Lab.ReadExactly(plain, 1));
    }

    [Fact]
    public void Missing_files_leave_everything_plain()
    {
        File.Delete(_papers.Key);
        using var lab = new TlsLab(_papers, Options);
        Assert.Null(lab.Server);
        Assert.Equal(
            "To use encryption it is necessary to set \"ssl certificate\" and \"ssl key\" in [web] !",
            lab.LogLines[0]);
    }

    [Fact]
    public void Clients_need_a_certificate_of_the_named_authority()
    {
        _papers.Issue().Issue("kid", forClients: true, stem: "kid").Issue("kid", bySelf: true, stem: "own");
        using var lab = new TlsLab(_papers, Options with { ClientCaFile = _papers.CaFile });
        var trusting = new TlsClientOptions { CaFile = _papers.CaFile, CaPath = "" };
        string Path(string file) => System.IO.Path.Combine(_papers.Folder, file);

        Probe none = lab.Dial(trusting);
        Refused(lab, none);
        Probe wrong = lab.Dial(
            trusting with { CertificatePath = Path("own.pem"), KeyPath = Path("own-key.pem") });
        Refused(lab, wrong);
        Assert.Contains(lab.LogLines, static line => line.Contains("the peer has shown no certificate"));
        using var back = new BlockingCollection<string>();
        var good = new Probe
        {
            OnConsume = (_, bytes, _) =>
            {
                back.Add(Encoding.ASCII.GetString(bytes));
                return bytes.Length;
            },
        };
        lab.Dial(
            trusting with { CertificatePath = Path("kid.pem"), KeyPath = Path("kid-key.pem") }, null, good);
        lab.Opens();
        good.Connection.TrySend("hello"u8);
        Assert.True(back.TryTake(out string? heard, Lab.PatienceMs));
        Assert.Equal("hello", heard);
        Assert.Equal(TlsDemand.Force, lab.Accepted.Last().Connection.PlainDemand);
    }

    [Theory]
    [InlineData("", "301", "the door")]
    [InlineData("=dashboard|streaming^SSL=optional", "200", "the door")]
    [InlineData("=dashboard|streaming^SSL=force", "301", "400")]
    public void Each_port_demands_what_its_flag_says(string rights, string plainPage, string plainStream)
    {
        var desk = new HttpDesk(
            new HttpOptions(), new Page((_, response) => response.Body.Add("page")),
            new DoorStub(Probe.Echo()), Clock.NowUsec);
        using var lab = new TlsLab(_papers, Options, "127.0.0.1:0" + rights, desk.NewSession);
        string Plain(string request)
        {
            using Socket client = Connect(lab);
            client.Send(Encoding.ASCII.GetBytes(request));
            client.Shutdown(SocketShutdown.Send);
            return Encoding.ASCII.GetString(Lab.ReadAll(client));
        }

        string page = Plain("GET /x?y=z HTTP/1.1\r\nHost: a.example:1\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {plainPage} ", page);
        if (plainPage == "301")
        {
            Assert.StartsWith(
                "HTTP/1.1 301 Moved Permanently\r\nLocation: https://a.example:1/x?y=z\r\nCache-Control: ",
                page);
        }

        string stream = Plain(StreamRequest);
        if (plainStream == "400")
        {
            Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", stream);
            Assert.EndsWith("\r\n\r\nI don't understand you...\r\n", stream);
            Assert.DoesNotContain("=", stream);
            Assert.Contains(
                "The server is configured to always use encrypted connections, please enable the SSL on "
                + "child with hostname 'kid'.",
                lab.LogLines);
        }
        else
        {
            Assert.False(stream.StartsWith("HTTP", StringComparison.Ordinal), stream);
        }

        using SslStream tls = Encrypt(lab, out _);
        tls.Write("GET /x HTTP/1.1\r\n\r\n"u8);
        using var reader = new StreamReader(tls);
        Assert.EndsWith("page", reader.ReadToEnd());
    }

    public void Dispose() => _papers.Dispose();

    /// <summary>With TLS 1.3 the client is through before the parent has looked at its certificate.</summary>
    private static void Refused(TlsLab lab, Probe probe)
    {
        lab.Opens();
        Assert.True(probe.Closing.Wait(Lab.PatienceMs));
        Assert.True(probe.Reason is CloseReason.ReadFailed or CloseReason.ByPeer, probe.Reason.ToString());
    }

    private static void Logged(TlsLab lab, string start) =>
        Assert.Contains(lab.LogLines, line => line.StartsWith(start, StringComparison.Ordinal));

    private static Socket Connect(TlsLab lab)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = Lab.PatienceMs,
            SendTimeout = Lab.PatienceMs,
        };
        client.Connect("127.0.0.1", lab.Port);
        return client;
    }

    private static SslStream Encrypt(
        TlsLab lab, out string subject, SslProtocols versions = SslProtocols.None,
        Action<X509Chain>? onChain = null)
    {
        var tls = new SslStream(new NetworkStream(Connect(lab), ownsSocket: true), false,
            (_, _, chain, _) =>
            {
                onChain?.Invoke(chain!);
                return true;
            });
        tls.AuthenticateAsClient("localhost", null, versions, checkCertificateRevocation: false);
        subject = tls.RemoteCertificate!.Subject;
        return tls;
    }

    private static string Echo(SslStream tls, string text)
    {
        tls.Write(Encoding.ASCII.GetBytes(text));
        byte[] back = new byte[text.Length];
        tls.ReadExactly(back);
        return Encoding.ASCII.GetString(back);
    }
}
