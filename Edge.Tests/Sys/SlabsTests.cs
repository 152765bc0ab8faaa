using Edge.Sys;
using Xunit;

namespace Edge.Tests.Sys;

[Collection(nameof(Ledger))]
public sealed class SlabsTests
{
    [Fact]
    public void Slots_are_aligned_apart_zeroed_and_used_again()
    {
        var random = new Random(7);
        List<(NativeBlock Block, byte Mark)> live = [];
        for (int i = 0; i < 4000; i++)
        {
            if (live.Count > 0 && random.Next(3) == 0)
            {
                int which = random.Next(live.Count);
                (NativeBlock old, byte mark) = live[which];
                Assert.Equal(-1, old.Span<byte>(0, (int)old.Bytes).IndexOfAnyExcept(mark));
                old.Dispose();
                live.RemoveAt(which);
                continue;
            }

            var block = new NativeBlock("test slabs", random.Next(1, 6000), aligned: true);
            Assert.Equal(0, block.Address % 64);
            Assert.Equal(-1, block.Span<byte>(0, (int)block.Bytes).IndexOfAnyExcept((byte)0));
            byte own = (byte)random.Next(1, 256);
            block.Span<byte>(0, (int)block.Bytes).Fill(own);
            live.Add((block, own));
        }

        Assert.True(live.Count > 500);
        foreach ((NativeBlock block, byte mark) in live)
        {
            Assert.Equal(-1, block.Span<byte>(0, (int)block.Bytes).IndexOfAnyExcept(mark));
            block.Dispose();
        }

        Assert.Equal(0, Ledger.Bytes("test slabs"));
    }

    [Fact]
    public void Neighbours_lie_close_together()
    {
        // A size that nobody else asks for meanwhile: 3969 to 4032 bytes are 63 lines.
        List<NativeBlock> blocks = [];
        for (int i = 0; i < 160; i++)
        {
            blocks.Add(new NativeBlock("test near", 4000, aligned: true));
        }

        var chunks = blocks.GroupBy(block => block.Address / (128 * 1024)).Count();
        Assert.InRange(chunks, 1, 21);
        blocks.ForEach(block => block.Dispose());
        Assert.Equal(0, Ledger.Bytes("test near"));
    }
}
