using System.Reflection;
using Edge.Boot;
using Edge.Http;
using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;
using Edge.Tests.Http;
using Edge.Tests.Stream;
using Xunit;

namespace Edge.Tests.Net;

/// <summary>
/// A child and a parent over real sockets: the rows of the documentation's table (spec tls 5), with a charted
/// value that has to arrive or not.
/// </summary>
[Collection(SocketCollection.Name)]
public sealed class TlsStreamTests : IDisposable
{
    private readonly TlsPapers _papers = new TlsPapers().Issue();
    private readonly DoorRig _parent = new();
    private readonly Host _child = new(
        new HostInfo { Hostname = "kid", RegistryHostname = "kid", MachineGuid = SenderRig.Guid },
        new StoreOptions { HistoryEntries = 60 });
    private readonly HttpDesk _desk;
    private IConnection? _accepted;

    public TlsStreamTests() =>
        _desk = new HttpDesk(new HttpOptions(), Page.Missing, _parent.Door, Clock.NowUsec);

    [Theory]
    [InlineData("", ":SSL", true)]
    [InlineData("=streaming^SSL=force", ":SSL", true)]
    [InlineData("=streaming^SSL=optional", ":SSL", true)]
    [InlineData("", "", false)]
    [InlineData("=streaming^SSL=optional", "", false)]
    public void A_stream_gets_through(string rights, string mark, bool isEncrypted)
    {
        using TlsLab lab = Listen(rights);
        Sender sender = Send(lab, mark, Trusting);
        Stream(lab, sender, () => Received() >= 3);
        Assert.Equal(SenderState.Streaming, sender.State);
        Assert.Equal(isEncrypted, _accepted!.IsEncrypted);
        End(lab, sender);
    }

    [Fact]
    public void A_plain_child_is_refused_at_a_force_port_and_waits()
    {
        using TlsLab lab = Listen("=streaming^SSL=force");
        Sender sender = Send(lab, "", Trusting);
        Stream(lab, sender, () => sender.State == SenderState.Waiting);
        Assert.Equal(0, Received());
        Assert.Contains(
            "The server is configured to always use encrypted connections, please enable the SSL on child "
            + "with hostname 'kid'.",
            lab.LogLines);
        Assert.Contains(lab.LogLines, static line => line.EndsWith(
            "server is not replying properly (is it a netdata?).", StringComparison.Ordinal));
        End(lab, sender);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_end_without_close_notify_is_told_at_both_ends(bool isParent)
    {
        using TlsLab lab = Listen("=streaming^SSL=force");
        Sender sender = Send(lab, ":SSL", Trusting);
        Stream(lab, sender, () => Received() >= 3);
        string begin = isParent
            ? "STREAM kid [receive from localhost]"
            : $"STREAM kid [send to {sender.Where}]";
        if (isParent)
        {
            ConnectionOf(sender).Abort(CloseReason.Stopped);
        }
        else
        {
            _accepted!.Abort(CloseReason.Stopped);
        }

        string line = begin + " ssl error: error:0A000126:SSL routines::unexpected eof while reading";
        Assert.True(SpinWait.SpinUntil(() => lab.LogLines.Contains(line), Lab.PatienceMs),
            string.Join('\n', lab.LogLines));
        End(lab, sender);
    }

    [Fact]
    public void A_child_that_does_not_trust_the_parent_sends_nothing_and_waits()
    {
        using TlsLab lab = Listen("");
        Sender sender = Send(lab, ":SSL", Trusting with { CaFile = _papers.OtherCaFile });
        Stream(lab, sender, () => sender.State == SenderState.Waiting);
        Assert.Equal(0, Received());
        Assert.Contains(
            "Closing the stream connection, because the server SSL certificate is not valid.", lab.LogLines);
        End(lab, sender);
    }

    [Fact]
    public void A_child_that_does_not_verify_trusts_any_parent()
    {
        _papers.Issue(bySelf: true, host: "elsewhere");
        using TlsLab lab = Listen("=streaming^SSL=force");
        Sender sender = Send(lab, ":SSL", new TlsClientOptions { SkipsCertificate = true, CaPath = "" });
        Stream(lab, sender, () => Received() >= 3);
        End(lab, sender);
    }

    [Fact]
    public void A_child_that_wants_tls_waits_at_a_parent_without_a_certificate()
    {
        File.Delete(_papers.Key);
        using TlsLab lab = Listen("");
        Sender sender = Send(lab, ":SSL", Trusting);
        Stream(lab, sender, () => sender.State == SenderState.Waiting);
        Assert.Equal(0, Received());
        Assert.Contains(
            "SSL cannot connect with the server:  the other side does not speak TLS on this port ",
            lab.LogLines);
        End(lab, sender);
    }

    public void Dispose()
    {
        _child.Dispose();
        _parent.Dispose();
        _papers.Dispose();
    }

    private TlsClientOptions Trusting => new() { CaFile = _papers.CaFile, CaPath = "" };

    private TlsLab Listen(string rights) =>
        new(_papers, bindTo: "127.0.0.1:0" + rights, newSession: Comes);

    private ISession Comes(IConnection connection)
    {
        _accepted = connection;
        return _desk.NewSession(connection);
    }

    private Sender Send(TlsLab lab, string mark, TlsClientOptions tls)
    {
        var target = new SendTarget
        {
            IsEnabled = true,
            Destination = $"127.0.0.1:{lab.Port}{mark}",
            ApiKey = DoorRig.Key,
        };
        var dial = new StreamDial(new Dialer(lab.Home, new Resolver()), tls);
        var sender = new Sender(_child, target, new StreamOptions(), dial);
        _child.Outlets = [sender.Outlet];
        return sender;
    }

    /// <summary>Collects a chart until something has come true, on simulated time.</summary>
    private void Stream(TlsLab lab, Sender sender, Func<bool> isDone)
    {
        Chart chart = _child.Define(
            new ChartDefinition { Type = "system", Id = "cpu", Title = "CPU", Units = "%" })!;
        Dimension user = chart.Define("user")!;
        long startUsec = Clock.NowUsec();
        long endUsec = Clock.MonotonicUsec() + (Lab.PatienceMs * 1000L);
        using var pause = new ManualResetEventSlim();
        for (int second = 1; !isDone(); second++)
        {
            Assert.True(Clock.MonotonicUsec() < endUsec, string.Join('\n', lab.LogLines));

            // Less than the sender's pause before its next try goes by in all.
            long nowUsec = startUsec + (second * 1000L);
            using (_child.Gate.Enter())
            {
                chart.Set(user, second, nowUsec);
                chart.Commit(nowUsec);
                _child.Flush(nowUsec);
            }

            sender.Tick(nowUsec);
            pause.Wait(5);
        }
    }

    private int Received()
    {
        Host? host = _parent.Hosts.FindByGuid(SenderRig.Guid);
        if (host == null)
        {
            return 0;
        }

        using (host.Gate.Enter())
        {
            return (int)(host.Find("system.cpu")?.Series.Clock.CounterDone ?? 0);
        }
    }

    private static IConnection ConnectionOf(Sender sender) => (IConnection)typeof(Sender)
        .GetField("_connection", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(sender)!;

    private static void End(TlsLab lab, Sender sender)
    {
        sender.Stop(Clock.NowUsec());
        Assert.True(lab.Home.Stop(Lab.PatienceMs));
    }
}
