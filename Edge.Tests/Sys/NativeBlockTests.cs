using Edge.Sys;
using Xunit;

namespace Edge.Tests.Sys;

public class NativeBlockTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(1000, false)]
    [InlineData(1000, true)]
    [InlineData(1_000_000, false)]
    public void It_is_zeroed_of_its_size_and_aligned_when_asked(int bytes, bool aligned)
    {
        // The same size twice: the second may be the memory of the first.
        for (int i = 0; i < 2; i++)
        {
            using var block = new NativeBlock("test zero", bytes, aligned);
            Assert.Equal(bytes, block.Bytes);
            Assert.Equal(-1, block.Span<byte>(0, bytes).IndexOfAnyExcept((byte)0));
            Assert.True(!aligned || block.Address % 64 == 0);
            block.Span<byte>(0, bytes).Fill(0xAA);
        }
    }

    [Fact]
    public void Nothing_beyond_its_bounds_is_lent()
    {
        using var block = new NativeBlock("test bounds", 100);
        Assert.Equal(0, block.Span<long>(96, 0).Length);
        block.Ref<long>(92) = -1;
        Assert.Equal(-1, block.Span<long>(92, 1)[0]);
        Assert.Throws<BugException>(() => block.Ref<long>(93));
        Assert.Throws<BugException>(() => block.Ref<long>(-1));
        Assert.Throws<BugException>(() => block.Ref<long>(-8));
        Assert.Throws<BugException>(() => block.Span<byte>(0, 101).Length);
        Assert.Throws<BugException>(() => block.Span<byte>(101, 0).Length);
        Assert.Throws<BugException>(() => block.Span<byte>(0, -1).Length);
        Assert.Throws<BugException>(() => block.Span<long>(-8, 2).Length);
        Assert.Throws<BugException>(() => block.Span<long>(0, int.MaxValue).Length);
        Assert.Throws<BugException>(() => new NativeBlock("test bounds", 0).Dispose());
    }

    [Fact]
    public void What_it_takes_is_in_the_ledger_until_it_is_disposed_of()
    {
        var first = new NativeBlock("test ledger", 1000);
        var second = new NativeBlock("test ledger", 24, aligned: true);
        Assert.Equal(1024, Ledger.Bytes("test ledger"));
        Assert.Contains("test ledger", Ledger.Owners());
        Assert.True(Ledger.TotalBytes() >= 1024);
        first.Dispose();
        first.Dispose();
        Assert.Equal(24, Ledger.Bytes("test ledger"));
        second.Dispose();
        Assert.Equal(0, Ledger.Bytes("test ledger"));
    }

    [Fact]
    public void A_disposed_block_lends_nothing()
    {
        var block = new NativeBlock("test disposed", 100);
        block.Dispose();
        Assert.Equal(0, block.Address);
        Assert.Throws<BugException>(() => block.Ref<int>(0));
        Assert.Throws<BugException>(() => block.Span<int>(0, 1).Length);
    }
}
