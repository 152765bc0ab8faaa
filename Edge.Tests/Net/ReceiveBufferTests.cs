using System.Net.Sockets;
using Edge.Net;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Net;

/// <summary>The receive buffer follows what comes, up and down.</summary>
[Collection(SocketCollection.Name)]
public sealed class ReceiveBufferTests
{
    private const string Owner = "net receive buffers";
    private const int Least = 64;
    private const int Most = 1024;

    [Fact]
    public void It_is_halved_after_many_small_reads_and_grows_again_when_it_has_to()
    {
        using var lab = new Lab(
            () => new Probe { OnConsume = Lines }, new NetOptions
            {
                ReceiveBytesMin = Least, ReceiveBytesMax = Most,
            });
        using Socket client = lab.Connect();
        for (int round = 0; round < 2; round++)
        {
            Say(client, Most - 100);
            Assert.Equal(Most, Ledger.Bytes(Owner));
            Say(client, 10, Limits.SmallReadsToShrink - 4);
            Assert.Equal(Most, Ledger.Bytes(Owner));

            // What begins in the larger buffer is finished in the smaller one.
            for (int i = 0; i < 8; i++)
            {
                client.Send("begun "u8);
                Say(client, 10);
            }

            Assert.Equal(Most / 2, Ledger.Bytes(Owner));
            Say(client, 10, 4 * Limits.SmallReadsToShrink);
            Assert.Equal(Least, Ledger.Bytes(Owner));
        }
    }

    [Fact]
    public void A_large_read_in_between_keeps_it()
    {
        using var lab = new Lab(
            () => new Probe { OnConsume = Lines }, new NetOptions
            {
                ReceiveBytesMin = Least, ReceiveBytesMax = Most,
            });
        using Socket client = lab.Connect();
        Say(client, Most - 100);
        for (int i = 0; i < 10; i++)
        {
            Say(client, 10, Limits.SmallReadsToShrink / 2);
            Say(client, (Most / 4) + 50);
        }

        Assert.Equal(Most, Ledger.Bytes(Owner));
    }

    /// <summary>Answers each line with a dot.</summary>
    private static int Lines(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec)
    {
        int end = bytes.LastIndexOf((byte)'\n');
        if (end >= 0)
        {
            connection.TrySend("."u8);
        }

        return end + 1;
    }

    private static void Say(Socket client, int bytes, int times = 1)
    {
        byte[] line = new byte[bytes];
        line.AsSpan().Fill((byte)'x');
        line[^1] = (byte)'\n';
        for (int i = 0; i < times; i++)
        {
            client.Send(line);
            Lab.ReadExactly(client, 1);
        }
    }
}
