using Edge.Archive;
using Edge.Store;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>The bytes of docs/formats.md.</summary>
public sealed class RingLayoutTests
{
    [Fact]
    public void Parts_lie_where_the_document_says()
    {
        // 3600 rows of 10 samples: 144,000 bytes, with the pen's cell 36 pages.
        var layout = new RingLayout(SlotBytes(), 3600, 10);
        Assert.Equal((64, 64 + 320, 64 + 640, 36),
            (layout.SlotOffset(0), layout.SlotOffset(1), layout.SumsOffset, layout.Pages));
        Assert.Equal((4096, 4160, 4096 + 64 + 144_000),
            (layout.MappedOffset, layout.RingOffset, layout.FileBytes));
        Assert.Equal((0, 4032, 4032, 8128), (layout.PageStart(0), layout.PageEnd(0), layout.PageStart(1),
            layout.PageEnd(1)));
        Assert.Equal((35, 144_000), (layout.PageOf(143_999), layout.PageEnd(35)));
        Assert.Equal((100, 203), (layout.FirstRow(1), layout.LastRow(1)));

        static int SlotBytes() => RingLayout.SlotFor(200);
    }

    [Fact]
    public void The_sum_is_that_of_the_standard()
    {
        // RFC 3720 B.4: 32 bytes of zeros, 32 of ones, 0 to 31.
        var bytes = new byte[32];
        Assert.Equal(0x8A9136AAu, RingSum.Of(0, bytes));
        Array.Fill(bytes, (byte)0xFF);
        Assert.Equal(0x62A8AB43u, RingSum.Of(0, bytes));
        Assert.Equal(0x46DD794Eu, RingSum.Of(0, [.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
    }

    [Theory]
    [InlineData(1_600_000_000, 0, false, false)]
    [InlineData(1_600_000_000, 31_535_999, true, true)]
    [InlineData((1L << 37) - 1, 1, true, false)]
    public void The_pen_is_one_word(long sec, int entry, bool isWrapped, bool isOpen)
    {
        var pen = RingPen.Of(new RingPen(sec, entry, isWrapped, isOpen).Word);
        Assert.Equal((sec, entry, isWrapped, isOpen), (pen.Sec, pen.Entry, pen.IsWrapped, pen.IsOpen));
    }

    [Fact]
    public unsafe void A_pen_that_is_not_what_its_mirror_says_is_damaged()
    {
        var pen = new RingPen(1_600_000_000, 4711, isWrapped: true, isOpen: false);
        ulong* cell = stackalloc ulong[2];
        pen.Put((nint)cell);
        Assert.Equal(pen.Word, cell[0]);
        Assert.True(pen.IsMirrored(cell[1]));
        Assert.True(new RingPen(pen.Sec, pen.Entry, true, isOpen: true).IsMirrored(cell[1]));
        for (int bit = 0; bit < 64; bit++)
        {
            // Bit 26 says that a row is being written, which the mirror does not know.
            Assert.Equal(bit == 26, RingPen.Of(cell[0] ^ (1UL << bit)).IsMirrored(cell[1]));
            Assert.False(pen.IsMirrored(cell[1] ^ (1UL << bit)));
        }
    }

    [Fact]
    public void The_head_is_what_the_document_says_and_comes_back()
    {
        var head = new RingHead
        {
            Sequence = 7, Checked = new RingPen(1_600_000_000, 17, true, false), IsClosed = true,
            Summed = new RingMark(new RingPen(1_600_000_060, 47, true, false), 0xCAFE),
            UpdateEvery = 2, Entries = 3600, Columns = 5, Boot = Guid.NewGuid(),
            MachineGuid = "11111111-0000-4000-8000-000000000001", ChartId = "größe.b",
            Dimensions = ["x", "", "温度"],
        };
        byte[] bytes = head.Encode();
        Assert.Equal(96 + 2 + 9 + (2 + 1) + 2 + (2 + 6) + 12, bytes.Length);
        RingHead read = RingHead.Decode(bytes)!;
        Assert.Equal((7L, head.Checked.Word, true, 2, 3600, 5, head.Boot, head.MachineGuid, head.ChartId),
            (read.Sequence, read.Checked.Word, read.IsClosed, read.UpdateEvery, read.Entries, read.Columns,
            read.Boot, read.MachineGuid, read.ChartId));
        Assert.Equal(head.Dimensions, read.Dimensions);
        Assert.Equal((head.Summed.Pen.Word, head.Summed.Part), (read.Summed.Pen.Word, read.Summed.Part));
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x10;
            Assert.Null(RingHead.Decode(bytes));
            bytes[i] ^= 0x10;
            Assert.Null(RingHead.Decode(bytes.AsSpan(0, i)));
        }
    }
}
