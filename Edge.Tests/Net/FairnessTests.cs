using System.Diagnostics;
using System.Net.Sockets;
using Edge.Net;
using Xunit;

namespace Edge.Tests.Net;

[Collection(SocketCollection.Name)]
public sealed class FairnessTests
{
    [Fact]
    public void A_flooding_peer_does_not_keep_the_others_waiting()
    {
        using var lab = new Lab(static () =>
        {
            bool isFlood = false;
            return new Probe
            {
                OnConsume = (connection, bytes, _) =>
                {
                    isFlood |= bytes[0] == (byte)'F';
                    if (isFlood)
                    {
                        // As expensive as reading samples: without yields the next read would always find
                        // data.
                        Thread.SpinWait(bytes.Length / 64);
                    }
                    else
                    {
                        connection.TrySend(bytes);
                    }

                    return bytes.Length;
                },
            };
        });
        using Socket flooder = lab.Connect();
        bool isOver = false;
        long flooded = 0;
        var flood = new Thread(() =>
        {
            byte[] block = new byte[256 * 1024];
            block.AsSpan().Fill((byte)'F');
            while (!Volatile.Read(ref isOver))
            {
                flooded += flooder.Send(block);
            }
        });
        flood.Start();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref flooded) > 1_000_000, Lab.PatienceMs));
        Socket[] paced = [.. Enumerable.Range(0, 20).Select(_ => lab.Connect())];
        long worstMs = 0;
        for (int round = 0; round < 20; round++)
        {
            long start = Stopwatch.GetTimestamp();
            Array.ForEach(paced, client => client.Send("paced"u8));
            Array.ForEach(paced, client => Lab.ReadExactly(client, 5));
            worstMs = Math.Max(worstMs, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Volatile.Write(ref isOver, true);
        flood.Join();
        Array.ForEach(paced, client => client.Dispose());

        // A turn of the flooder is 8 x 64 KiB; the rest of the bound is a machine that does other things as
        // well.
        Assert.InRange(worstMs, 0, 2000);
        Assert.True(flooded > 5_000_000);
    }

    [Fact]
    public void Two_floods_and_a_sweep_share_the_thread()
    {
        using var lab = new Lab(static () => new Probe());
        using Socket one = lab.Connect();
        using Socket two = lab.Connect();
        Probe first = lab.Accepted();
        Probe second = lab.Accepted();
        byte[] block = new byte[512 * 1024];
        var thread = new Thread(() =>
        {
            for (int i = 0; i < 40; i++)
            {
                one.Send(block);
                lab.Home.Sweep(i);
            }
        });
        thread.Start();
        for (int i = 0; i < 40; i++)
        {
            two.Send(block);
        }

        thread.Join();
        Assert.True(
            SpinWait.SpinUntil(
                () => first.Connection.BytesReceived + second.Connection.BytesReceived == 80L * block.Length,
                Lab.PatienceMs));
    }
}
