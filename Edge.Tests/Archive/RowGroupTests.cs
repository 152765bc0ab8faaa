using Edge.Archive;
using Edge.Store;
using Edge.Tests.Store;
using Xunit;
using static Edge.Tests.Store.TestHosts;

namespace Edge.Tests.Archive;

/// <summary>What was collected gives the ring's rows again, whatever was collected.</summary>
public class RowGroupTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Random_charts_come_back_as_the_ring_holds_them(int seed)
    {
        var random = new Random(seed);
        using var writer = new RowGroupWriter();
        var blocks = new List<RandomBlock>();
        writer.Begin(7);
        for (int i = 0; i < 40; i++)
        {
            var block = new RandomBlock(random, rounds: 1 + random.Next(300));
            blocks.Add(block);
            Assert.True(writer.TryAdd((uint)(i * 3), block.Shape, block.Raw, block.Rows));
        }

        byte[] group = writer.Finish().ToArray();
        Assert.Equal(0, writer.Fallbacks);
        AssertReads(group, blocks);
        foreach (RandomBlock block in blocks)
        {
            block.Dispose();
        }
    }

    [Fact]
    public void Rows_that_the_collections_do_not_give_are_kept_as_numbers()
    {
        using var block = new RandomBlock(new Random(9), rounds: 50);
        block.Rows[3] ^= 1;
        using var writer = new RowGroupWriter();
        writer.Begin(1);
        Assert.True(writer.TryAdd(0, block.Shape, block.Raw, block.Rows));
        byte[] group = writer.Finish().ToArray();
        Assert.Equal(1, writer.Fallbacks);
        AssertReads(group, [block]);
    }

    [Fact]
    public void Every_prefix_and_every_flipped_byte_is_told_from_a_whole_group()
    {
        using var block = new RandomBlock(new Random(11), rounds: 40);
        using var writer = new RowGroupWriter();
        writer.Begin(1);
        writer.TryAdd(0, block.Shape, block.Raw, block.Rows);
        byte[] group = writer.Finish().ToArray();
        using var reader = new ExtentReader();
        for (int length = 0; length < group.Length; length++)
        {
            Assert.NotEqual(Damage.None, Read(group.AsSpan(0, length), reader, block.Shape));
            group[length] ^= 0x10;
            Assert.NotEqual(Damage.None, Read(group, reader, block.Shape));
            group[length] ^= 0x10;
        }

        Assert.Equal(Damage.None, Read(group, reader, block.Shape));
    }

    private static Damage Read(ReadOnlySpan<byte> group, ExtentReader reader, ChartShape shape)
    {
        var directory = new RowGroupDirectory();
        Damage damage = RowGroupHeader.TryRead(group, out RowGroupHeader header);
        damage = damage != Damage.None ? damage : directory.TryRead(header, group[RowGroupHeader.Bytes..]);
        if (damage != Damage.None)
        {
            return damage;
        }

        ExtentEntry extent = directory.Extents[0];
        damage = reader.TryLoad(extent, group[Math.Min(extent.Offset, group.Length)..]);
        return damage != Damage.None ? damage : reader.TryRead(directory, 0, shape);
    }

    private static void AssertReads(byte[] group, List<RandomBlock> blocks)
    {
        var directory = new RowGroupDirectory();
        using var reader = new ExtentReader();
        Assert.Equal(Damage.None, RowGroupHeader.TryRead(group, out RowGroupHeader header));
        Assert.Equal(Damage.None, directory.TryRead(header, group.AsSpan(RowGroupHeader.Bytes)));
        Assert.Equal(blocks.Count, directory.Pages.Count);
        for (int i = 0; i < blocks.Count; i++)
        {
            ExtentEntry extent = directory.Extents[directory.Pages[i].Extent];
            Assert.Equal(Damage.None, reader.TryLoad(extent, group.AsSpan(extent.Offset)));
            Assert.Equal(Damage.None, reader.TryRead(directory, i, blocks[i].Shape));
            Assert.Equal(blocks[i].Rows, reader.Samples.ToArray());
        }
    }
}
