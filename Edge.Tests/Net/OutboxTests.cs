using Edge.Net;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Net;

[Collection(SocketCollection.Name)]
public sealed class OutboxTests
{
    [Fact]
    public void Behaves_like_a_queue_of_bytes_under_any_order_of_calls()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Follow(new Random(seed));
        }

        Assert.Equal(0, Ledger.Bytes("net outboxes"));
    }

    [Fact]
    public void Takes_no_memory_before_it_is_needed_and_none_after()
    {
        var outbox = new Outbox(4096);
        Assert.Equal(0, outbox.Capacity);
        outbox.Add(new byte[5000], 1 << 20);
        Assert.Equal(8192, outbox.Capacity);
        outbox.Shrink();
        Assert.Equal(8192, outbox.Capacity);
        outbox.Front();
        outbox.Take(5000);
        outbox.Shrink();
        Assert.Equal(0, outbox.Capacity);
        Assert.Equal(0, Ledger.Bytes("net outboxes"));
    }

    [Fact]
    public void Never_grows_beyond_its_maximum()
    {
        var outbox = new Outbox(4096);
        outbox.Add(new byte[4097], 5000);
        Assert.Equal(5000, outbox.Capacity);
        Assert.Throws<BugException>(() => outbox.Add(new byte[904], 5000));
        outbox.Free();
    }

    private static void Follow(Random random)
    {
        var outbox = new Outbox(64);
        var expected = new Queue<byte>();
        Memory<byte> lent = default;
        byte next = 0;
        for (int step = 0; step < 300; step++)
        {
            if (random.Next(2) == 0)
            {
                byte[] bytes = new byte[random.Next(1, 200)];
                foreach (ref byte b in bytes.AsSpan())
                {
                    b = next++;
                    expected.Enqueue(b);
                }

                outbox.Add(bytes, 1 << 20);
            }
            else if (lent.IsEmpty && outbox.Count > 0)
            {
                lent = outbox.Front();
            }
            else if (!lent.IsEmpty)
            {
                // The lent bytes stay readable whatever was added meanwhile.
                byte[] taken = lent.Span[..random.Next(0, lent.Length + 1)].ToArray();
                foreach (byte b in taken)
                {
                    Assert.Equal(expected.Dequeue(), b);
                }

                outbox.Take(taken.Length);
                lent = default;
            }

            Assert.Equal(expected.Count, outbox.Count);
        }

        if (!lent.IsEmpty)
        {
            outbox.Take(0);
        }

        outbox.Free();
    }
}
