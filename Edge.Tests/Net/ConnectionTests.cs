using System.Net.Sockets;
using System.Text;
using Edge.Net;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Net;

[Collection(SocketCollection.Name)]
public sealed class ConnectionTests
{
    private static readonly NetOptions Small = new() { ReceiveBytesMin = 64, ReceiveBytesMax = 256 };

    [Fact]
    public void Echoes_and_counts()
    {
        using var lab = new Lab(Probe.Echo);
        using Socket client = lab.Connect();
        client.Send("hello"u8);
        Assert.Equal("hello"u8.ToArray(), Lab.ReadExactly(client, 5));
        Probe probe = lab.Accepted();
        Assert.True(SpinWait.SpinUntil(() => probe.Connection.Sends == 1, Lab.PatienceMs));
        Assert.Equal((5, 5), (probe.Connection.BytesReceived, probe.Connection.BytesSent));
        Assert.Equal("localhost", probe.Connection.Peer.Ip);
        Assert.Equal(
            ((System.Net.IPEndPoint)client.LocalEndPoint!).Port.ToString(), probe.Connection.Peer.Port);
        Assert.Equal(Access.All, probe.Connection.Access);
        client.Dispose();
        Lab.Closes(probe, CloseReason.ByPeer);
        Assert.Equal(1, lab.Home.Opened);
    }

    [Fact]
    public void Offers_what_was_left_together_with_what_comes()
    {
        var lines = new List<string>();
        using var lab = new Lab(() => new Probe
        {
            OnConsume = (connection, bytes, _) =>
            {
                int end = bytes.IndexOf((byte)'\n');
                if (end < 0)
                {
                    return 0;
                }

                lines.Add(Encoding.ASCII.GetString(bytes[..end]));
                connection.TrySend("."u8);
                return end + 1;
            },
        });
        using Socket client = lab.Connect();
        foreach (string piece in (string[])["on", "e\n", "two\nthr", "ee\n"])
        {
            client.Send(Encoding.ASCII.GetBytes(piece));
            if (piece.Contains('\n'))
            {
                Lab.ReadExactly(client, 1);
            }
        }

        Assert.Equal(["one", "two", "three"], lines);
    }

    [Fact]
    public void Grows_the_buffer_and_refuses_who_fills_it_without_sense()
    {
        int most = 0;
        using var lab = new Lab(
            () => new Probe
            {
                OnConsume = (_, bytes, _) =>
                {
                    most = Math.Max(most, bytes.Length);
                    return 0;
                },
            },
            Small);
        using Socket client = lab.Connect();
        client.Send(new byte[1000]);
        Lab.Closes(lab.Accepted(), CloseReason.Refused);
        Assert.Equal(256, most);
    }

    [Fact]
    public void Keeps_a_full_buffer_as_long_as_it_may_grow()
    {
        using var lab = new Lab(
            () => new Probe { OnConsume = (_, bytes, _) => bytes.Length < 255 ? 0 : bytes.Length }, Small);
        using Socket client = lab.Connect();
        client.Send(new byte[255]);
        Probe probe = lab.Accepted();
        client.Shutdown(SocketShutdown.Send);
        Lab.Closes(probe, CloseReason.ByPeer);
    }

    [Fact]
    public void A_slow_reader_gets_everything_in_order()
    {
        byte[] pattern = Pattern(12_000_000);
        using var lab = new Lab(() => new Probe
        {
            OnConsume = (connection, bytes, _) =>
            {
                connection.OutboxMax = pattern.Length;
                for (int at = 0; at < pattern.Length; at += 100_000)
                {
                    Assert.True(connection.TrySend(pattern.AsSpan(at, 100_000)));
                }

                return bytes.Length;
            },
        });
        using Socket client = lab.Connect(receiveBytes: 4096);
        client.Send("x"u8);
        IConnection connection = lab.Accepted().Connection;
        Assert.True(SpinWait.SpinUntil(() => connection.OutboxBytes > 0, Lab.PatienceMs));
        Assert.True(Ledger.Bytes("net outboxes") > 0);
        Assert.Equal(pattern, Lab.ReadExactly(client, pattern.Length));
        Assert.True(SpinWait.SpinUntil(() => connection.OutboxBytes == 0, Lab.PatienceMs));
        Assert.Equal(pattern.Length, connection.BytesSent);
        lab.Home.Sweep(Clock.NowUsec());
        Assert.Equal(0, Ledger.Bytes("net outboxes"));
    }

    [Fact]
    public void What_does_not_fit_is_refused_whole()
    {
        using var lab = new Lab(Probe.Echo, new NetOptions { OutboxBytesMax = 5_000_000 });
        using Socket client = lab.Connect(receiveBytes: 4096);
        IConnection connection = lab.Accepted().Connection;
        long accepted = 0;
        byte[] block = new byte[700_000];
        while (connection.TrySend(block))
        {
            accepted += block.Length;
        }

        Assert.InRange(connection.OutboxBytes, 1, 5_000_000);
        int before = connection.OutboxBytes;
        Assert.False(connection.TrySend(new byte[5_000_001 - before]));
        Assert.Equal(before, connection.OutboxBytes);
        Assert.True(connection.TrySend(new byte[5_000_000 - before]));
        accepted += 5_000_000 - before;
        connection.Finish();
        Assert.False(connection.TrySend("x"u8));
        Assert.Equal(accepted, Lab.ReadAll(client).Length);
    }

    [Fact]
    public void Blocks_of_several_threads_do_not_mix()
    {
        const int Blocks = 400;
        using var lab = new Lab(Probe.Echo, new NetOptions { OutboxBytesMax = 100_000_000 });
        using Socket client = lab.Connect(receiveBytes: 8192);
        IConnection connection = lab.Accepted().Connection;
        Thread[] writers = [.. Enumerable.Range(1, 4).Select(number => new Thread(() =>
        {
            byte[] block = new byte[1000 + number];
            block.AsSpan().Fill((byte)number);
            for (int i = 0; i < Blocks; i++)
            {
                Assert.True(connection.TrySend(block));
            }
        }))];
        Array.ForEach(writers, writer => writer.Start());
        int[] seen = new int[5];
        for (int i = 0; i < 4 * Blocks; i++)
        {
            byte number = Lab.ReadExactly(client, 1)[0];
            byte[] rest = Lab.ReadExactly(client, 999 + number);
            Assert.Equal(-1, rest.AsSpan().IndexOfAnyExcept(number));
            seen[number]++;
        }

        Array.ForEach(writers, writer => writer.Join());
        Assert.Equal([0, Blocks, Blocks, Blocks, Blocks], seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Finish_sends_the_rest_and_then_the_end(bool fromOutside)
    {
        byte[] pattern = Pattern(12_000_000);
        using var lab = new Lab(() => new Probe
        {
            OnConsume = (connection, bytes, _) =>
            {
                connection.OutboxMax = pattern.Length;
                Assert.True(connection.TrySend(pattern));
                if (!fromOutside)
                {
                    connection.Finish();
                }

                return bytes.Length;
            },
        });
        using Socket client = lab.Connect(receiveBytes: 4096);
        client.Send("x"u8);
        Probe probe = lab.Accepted();
        if (fromOutside)
        {
            Assert.True(SpinWait.SpinUntil(() => probe.Connection.OutboxBytes > 0, Lab.PatienceMs));
            probe.Connection.Finish();
        }

        Assert.Equal(pattern, Lab.ReadAll(client));
        Lab.Closes(probe, CloseReason.Done);
    }

    [Fact]
    public void Surplus_bytes_do_not_destroy_the_last_answer()
    {
        using var lab = new Lab(() => new Probe
        {
            OnConsume = (connection, bytes, _) =>
            {
                connection.TrySend("answer"u8);
                connection.Finish();
                return bytes.Length;
            },
        });
        using Socket client = lab.Connect();
        client.Send(new byte[60_000]);
        Assert.Equal("answer"u8.ToArray(), Lab.ReadAll(client));
    }

    [Fact]
    public void A_peer_that_never_reads_cannot_keep_a_finished_connection()
    {
        using var lab = new Lab(Probe.Echo, new NetOptions { OutboxBytesMax = 20_000_000 });
        using Socket client = lab.Connect(receiveBytes: 4096);
        Probe probe = lab.Accepted();
        Assert.True(probe.Connection.TrySend(new byte[20_000_000]));
        probe.Connection.Finish();
        long now = probe.Connection.LastSentUsec;
        lab.Home.Sweep(now + (59 * Clock.UsecPerSecond));
        Assert.Equal(0, probe.ClosedCalls);
        lab.Home.Sweep(now + (62 * Clock.UsecPerSecond));
        Lab.Closes(probe, CloseReason.Done);
    }

    [Fact]
    public void Switch_gives_the_rest_to_the_next_session()
    {
        var next = new Probe
        {
            OnConsume = static (connection, bytes, _) =>
            {
                connection.TrySend(bytes);
                return bytes.Length;
            },
        };
        using var lab = new Lab(() => new Probe
        {
            OnConsume = (connection, _, _) =>
            {
                connection.Switch(next);
                return 3;
            },
            OnClosed = (_, _) => Assert.Fail("the old session has left"),
        });
        using Socket client = lab.Connect();
        client.Send("abcdef"u8);
        Assert.Equal("def"u8.ToArray(), Lab.ReadExactly(client, 3));
        client.Dispose();
        Lab.Closes(next, CloseReason.ByPeer);

        // The probe that left is not closed by anyone.
        lab.Accepted();
    }

    [Fact]
    public void Switch_is_for_sessions_that_are_consuming()
    {
        using var lab = new Lab(Probe.Echo);
        using Socket client = lab.Connect();
        Assert.Throws<BugException>(() => lab.Accepted().Connection.Switch(new Probe()));
    }

    [Fact]
    public void Fifty_connections_echo_at_once()
    {
        using var lab = new Lab(Probe.Echo);
        Socket[] clients = [.. Enumerable.Range(0, 50).Select(_ => lab.Connect())];
        for (int round = 0; round < 20; round++)
        {
            foreach (Socket client in clients)
            {
                client.Send(Pattern(3000));
            }

            foreach (Socket client in clients)
            {
                Assert.Equal(Pattern(3000), Lab.ReadExactly(client, 3000));
            }
        }

        Assert.Equal(50, lab.Home.Count);
        Array.ForEach(clients, client => client.Dispose());
    }

    [Fact]
    public void Reads_and_sends_allocate_nothing()
    {
        // From one Consume to the next of a thread lies a whole round: leaving, sending, reading, entering.
        using var last = new ThreadLocal<long>();
        long rounds = 0;
        long dirtyRounds = 0;
        using var lab = new Lab(() => new Probe
        {
            OnConsume = (connection, bytes, _) =>
            {
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                rounds++;
                dirtyRounds += allocated == last.Value ? 0 : 1;
                last.Value = allocated;
                connection.TrySend(bytes);
                return bytes.Length;
            },
        });
        using Socket client = lab.Connect();
        byte[] message = Pattern(1000);
        byte[] answer = new byte[1000];
        for (int i = 0; i < 6000; i++)
        {
            if (i == 2000)
            {
                rounds = 0;
                dirtyRounds = 0;
            }

            client.Send(message, SocketFlags.None);
            Lab.ReadExactly(client, answer.AsSpan());
        }

        // Without inline completions the pool's own queue allocates a segment now and then.
        Assert.Equal(4000, rounds);
        Assert.InRange(dirtyRounds, 0, rounds / 50);
    }

    private static byte[] Pattern(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)((i * 31) ^ (i >> 8));
        }

        return bytes;
    }
}
