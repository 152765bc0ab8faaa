using System.Net.Sockets;
using Edge.Net;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Net;

/// <summary>
/// All the ways in which a connection ends: Closed comes once, last, alone, with the first reason.
/// </summary>
[Collection(SocketCollection.Name)]
public sealed class ConnectionEndTests
{
    private static readonly CloseReason[] Lost =
        [CloseReason.ReadFailed, CloseReason.SendFailed, CloseReason.ByPeer];

    [Fact]
    public void Abort_from_consume()
    {
        using var lab = new Lab(() => new Probe
        {
            OnConsume = (connection, bytes, _) =>
            {
                connection.Abort(CloseReason.Refused);
                connection.Abort(CloseReason.Bug);
                connection.Finish();
                Assert.False(connection.TrySend("x"u8));
                return bytes.Length;
            },
        });
        using Socket client = lab.Connect();
        client.Send("x"u8);
        Lab.Closes(lab.Accepted(), CloseReason.Refused);
        Assert.Empty(Lab.ReadAll(client));
    }

    [Fact]
    public void Abort_from_another_thread_while_nothing_happens()
    {
        using var lab = new Lab(Probe.Echo);
        using Socket client = lab.Connect();
        Probe probe = lab.Accepted();
        probe.Connection.Abort(CloseReason.Stopped);
        Lab.Closes(probe, CloseReason.Stopped);
        Assert.Empty(Lab.ReadAll(client));
    }

    [Fact]
    public void Abort_from_another_thread_while_the_session_consumes()
    {
        using var entered = new ManualResetEventSlim();
        using var aborted = new ManualResetEventSlim();
        using var lab = new Lab(() => new Probe
        {
            OnConsume = (_, bytes, _) =>
            {
                entered.Set();
                Assert.True(aborted.Wait(Lab.PatienceMs));
                return bytes.Length;
            },
        });
        using Socket client = lab.Connect();
        client.Send("x"u8);
        Probe probe = lab.Accepted();
        Assert.True(entered.Wait(Lab.PatienceMs));
        probe.Connection.Abort(CloseReason.Stopped);
        Assert.Equal(0, probe.ClosedCalls);
        aborted.Set();
        Lab.Closes(probe, CloseReason.Stopped);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_end_comes_from_the_sweep(bool isAbort)
    {
        using var lab = new Lab(() => new Probe
        {
            OnSweep = (connection, _) =>
            {
                if (isAbort)
                {
                    connection.Abort(CloseReason.IdleTimeout);
                }
                else
                {
                    connection.Finish(CloseReason.IdleTimeout);
                }
            },
        });
        using Socket client = lab.Connect();
        Probe probe = lab.Accepted();
        SweepUntilClosed(lab, probe);
        Assert.Equal(CloseReason.IdleTimeout, probe.Reason);
        Assert.Empty(Lab.ReadAll(client));
    }

    [Fact]
    public void Abort_with_a_full_outbox_loses_it()
    {
        using var lab = new Lab(Probe.Echo, new NetOptions { OutboxBytesMax = 20_000_000 });
        using Socket client = lab.Connect(receiveBytes: 4096);
        Probe probe = lab.Accepted();
        Assert.True(probe.Connection.TrySend(new byte[20_000_000]));
        Assert.True(probe.Connection.OutboxBytes > 0);
        probe.Connection.Abort(CloseReason.SendTimeout);
        Lab.Closes(probe, CloseReason.SendTimeout);
        Assert.InRange(Lab.ReadAll(client).Length, 0, 19_999_999);
    }

    [Fact]
    public void Abort_after_finish_does_not_wait_for_the_outbox()
    {
        using var lab = new Lab(Probe.Echo, new NetOptions { OutboxBytesMax = 20_000_000 });
        using Socket client = lab.Connect(receiveBytes: 4096);
        Probe probe = lab.Accepted();
        Assert.True(probe.Connection.TrySend(new byte[20_000_000]));
        probe.Connection.Finish(CloseReason.Refused);
        probe.Connection.Abort(CloseReason.Stopped);
        Lab.Closes(probe, CloseReason.Refused);
    }

    [Fact]
    public void Calls_from_closed_change_nothing()
    {
        using var lab = new Lab(() => new Probe
        {
            OnConsume = (connection, bytes, _) =>
            {
                connection.Finish();
                return bytes.Length;
            },
            OnClosed = (connection, _) =>
            {
                connection.Abort(CloseReason.Bug);
                connection.Finish();
                Assert.False(connection.TrySend("x"u8));
            },
        });
        using Socket client = lab.Connect();
        client.Send("x"u8);
        Lab.Closes(lab.Accepted(), CloseReason.Done);
    }

    [Fact]
    public void Abort_while_the_session_is_made()
    {
        using var lab = new Lab(static () => new Probe());
        var probe = new Probe();
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        lab.Home.Open(client, new Peer("a", "1"), Access.All, connection =>
        {
            connection.Abort(CloseReason.Refused);
            return probe;
        }, Clock.NowUsec());
        Lab.Closes(probe, CloseReason.Refused);
    }

    [Theory]
    [InlineData("consume")]
    [InlineData("sweep")]
    [InlineData("closed")]
    [InlineData("used")]
    [InlineData("made")]
    public void A_session_that_fails_ends_alone(string where)
    {
        static void Fail() => throw new InvalidOperationException("on purpose");
        using var lab = new Lab(() =>
        {
            if (where == "made")
            {
                Fail();
            }

            return new Probe
            {
                OnConsume = (_, bytes, _) =>
                {
                    if (where == "consume")
                    {
                        Fail();
                    }

                    return where == "used" ? bytes.Length + 1 : bytes.Length;
                },
                OnSweep = (_, _) =>
                {
                    if (where == "sweep")
                    {
                        Fail();
                    }
                },
                OnClosed = (_, _) =>
                {
                    if (where == "closed")
                    {
                        Fail();
                    }
                },
            };
        });
        long bugs = Bugs.Count;
        using Socket client = lab.Connect();
        client.Send("x"u8);
        if (where == "made")
        {
            Assert.Empty(Lab.ReadAll(client));
            Assert.Equal(bugs + 1, Bugs.Count);
            return;
        }

        Probe probe = lab.Accepted();
        if (where == "closed")
        {
            client.Dispose();
            Lab.Closes(probe, CloseReason.ByPeer);
            Assert.True(SpinWait.SpinUntil(() => Bugs.Count == bugs + 1, Lab.PatienceMs));
            return;
        }

        SweepUntilClosed(lab, probe);
        Assert.Equal(CloseReason.Bug, probe.Reason);
        Assert.Equal(bugs + 1, Bugs.Count);
    }

    [Fact]
    public void A_peer_that_resets()
    {
        using var lab = new Lab(Probe.Echo);
        Socket client = lab.Connect();
        Probe probe = lab.Accepted();
        client.LingerState = new LingerOption(true, 0);
        client.Dispose();
        Lab.Closes(probe, CloseReason.ReadFailed);
    }

    [Fact]
    public void A_peer_that_goes_while_the_outbox_is_full()
    {
        using var lab = new Lab(Probe.Echo, new NetOptions { OutboxBytesMax = 20_000_000 });
        Socket client = lab.Connect(receiveBytes: 4096);
        Probe probe = lab.Accepted();
        Assert.True(probe.Connection.TrySend(new byte[20_000_000]));
        client.Dispose();
        Assert.True(probe.Closing.Wait(Lab.PatienceMs));
        Assert.Contains(probe.Reason, Lost);
    }

    [Fact]
    public void Sweeps_never_meet_consume_and_none_is_lost()
    {
        using var lab = new Lab(Probe.Echo, new NetOptions { OutboxBytesMax = 50_000_000 });
        using Socket client = lab.Connect();
        Probe probe = lab.Accepted();
        using var stop = new CancellationTokenSource();
        var sweeper = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                lab.Home.Sweep(Clock.NowUsec());
                Thread.Yield();
            }
        });
        sweeper.Start();
        byte[] block = new byte[2000];
        for (int i = 0; i < 3000; i++)
        {
            client.Send(block);
            Lab.ReadExactly(client, block.Length);
        }

        stop.Cancel();
        sweeper.Join();
        Assert.True(probe.Sweeps > 0);
        Assert.Equal(3000 * block.Length, probe.Connection.BytesReceived);
    }

    [Fact]
    public void Everything_at_once_ends_once()
    {
        using var lab = new Lab(() => new Probe
        {
            OnConsume = (connection, bytes, _) =>
            {
                connection.TrySend(bytes);
                if (bytes[0] == 3)
                {
                    connection.Finish(CloseReason.Done);
                }

                return bytes.Length;
            },
            OnSweep = (connection, nowUsec) =>
            {
                if (nowUsec % 7 == 0)
                {
                    connection.Abort(CloseReason.IdleTimeout);
                }
            },
        });
        for (int round = 0; round < 60; round++)
        {
            using Socket client = lab.Connect();
            client.Send([1]);
            Probe probe = lab.Accepted();
            Thread[] threads =
            [
                new(() => probe.Connection.Abort(CloseReason.Stopped)),
                new(() => probe.Connection.TrySend(new byte[500_000])),
                new(() => lab.Home.Sweep(Clock.NowUsec())),
                new(() => Ignore(() => client.Send([3]))),
                new(() => Ignore(() => client.Shutdown(SocketShutdown.Send))),
            ];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            Assert.True(probe.Closing.Wait(Lab.PatienceMs));
            Assert.Equal((1, 0), (probe.ClosedCalls, probe.Violations));
        }
    }

    [Theory]
    [InlineData("abort")]
    [InlineData("finish")]
    [InlineData("abort with a full outbox")]
    public void Unix_sockets_end_as_well_though_nothing_wakes_them(string how)
    {
        string path = Path.Combine(Path.GetTempPath(), $"edge-end-{Environment.ProcessId}");
        using var lab = new Lab(Probe.Echo, new NetOptions { OutboxBytesMax = 20_000_000 }, "unix:" + path);
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(path));
        Probe probe = lab.Accepted();
        if (how.Contains("full"))
        {
            Assert.True(probe.Connection.TrySend(new byte[20_000_000]));
        }

        if (how == "finish")
        {
            probe.Connection.Finish(CloseReason.Stopped);
        }
        else
        {
            probe.Connection.Abort(CloseReason.Stopped);
        }

        Lab.Closes(probe, CloseReason.Stopped);
    }

    [Fact]
    public void Stop_sends_what_is_queued_and_cuts_the_rest()
    {
        using var lab = new Lab(Probe.Echo, new NetOptions { OutboxBytesMax = 20_000_000 });
        using Socket quick = lab.Connect();
        Probe quickProbe = lab.Accepted();
        using Socket slow = lab.Connect(receiveBytes: 4096);
        Probe slowProbe = lab.Accepted();
        Assert.True(quickProbe.Connection.TrySend("bye"u8));
        Assert.True(slowProbe.Connection.TrySend(new byte[20_000_000]));
        lab.Listeners.Stop();
        Assert.False(lab.Home.Stop(300));
        Assert.Equal("bye"u8.ToArray(), Lab.ReadAll(quick));
        Lab.Closes(quickProbe, CloseReason.Stopped);
        Lab.Closes(slowProbe, CloseReason.Stopped);
        Assert.Equal(0, lab.Home.Count);
    }

    private static void SweepUntilClosed(Lab lab, Probe probe) =>
        Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    lab.Home.Sweep(Clock.NowUsec());
                    return probe.Closing.IsSet;
                },
                Lab.PatienceMs));

    private static void Ignore(Action action)
    {
        try
        {
            action();
        }
        catch (SocketException)
        {
        }
    }
}
