using Edge.Sys;
using Xunit;

namespace Edge.Tests.Sys;

public sealed unsafe class RegionsTests
{
    private const int PageBytes = 4096;

    private sealed record Lent(Region Region, nint At, int Bytes, byte Mark)
    {
        public Span<byte> Memory => new((void*)At, Bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Blocks_are_zeroed_apart_and_all_given_back(int seed)
    {
        var random = new Random(seed);
        var regions = new Regions();
        List<Lent> live = [];
        int mappedMost = 0;
        for (int i = 0; i < 3000; i++)
        {
            // Waxes and wanes, so that regions come and go.
            if (live.Count > 0 && random.Next(100) < ((i / 500) % 2 == 0 ? 30 : 65))
            {
                Give(regions, live, random.Next(live.Count));
                continue;
            }

            int bytes = random.Next(8) == 0
                ? random.Next(1, Regions.BytesMax + 1) : random.Next(1, 40_000);
            live.Add(Take(regions, bytes, (byte)random.Next(1, 256)));
            mappedMost = Math.Max(mappedMost, regions.Count);
        }

        Assert.True(mappedMost > 3);
        AssertApart(live);
        while (live.Count > 0)
        {
            Give(regions, live, random.Next(live.Count));
        }

        Assert.Equal(0, regions.Count);
    }

    [Fact]
    public void Rings_of_a_size_lie_close_together()
    {
        var regions = new Regions();
        List<Lent> live = [];
        for (int i = 0; i < 290; i++)
        {
            live.Add(Take(regions, 144_000, 1));
        }

        // 29 in 4 MiB.
        Assert.Equal(10, regions.Count);
        Give(regions, live, 3);
        live.Add(Take(regions, 144_000, 1));
        Assert.Equal(10, regions.Count);
        while (live.Count > 0)
        {
            Give(regions, live, live.Count - 1);
        }

        Assert.Equal(0, regions.Count);
    }

    [Fact]
    public void Holes_become_one_again_whatever_the_order()
    {
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        foreach (int[] order in orders)
        {
            Region region = Region.TryOpen(16 * PageBytes)!;
            nint first = (nint)region.Lend(100);
            nint[] blocks = [(nint)region.Lend(10_000), (nint)region.Lend(9_999), (nint)region.Lend(12_345)];
            nint last = (nint)region.Lend(100);
            foreach (nint block in blocks)
            {
                new Span<byte>((void*)block, 9_999).Fill(7);
            }

            int[] bytes = [10_000, 9_999, 12_345];
            foreach (int which in order)
            {
                region.Return((byte*)blocks[which], bytes[which]);
            }

            Assert.Equal(256, region.Lent);
            int hole = (int)(last - blocks[0]);
            Assert.Equal(blocks[0], (nint)region.Lend(hole));
            Assert.Equal(-1, new Span<byte>((void*)blocks[0], hole).IndexOfAnyExcept((byte)0));
            region.Return((byte*)blocks[0], hole);
            region.Return((byte*)first, 100);
            region.Return((byte*)last, 100);
            Assert.Equal(16 * PageBytes, region.LargestFree);
            region.Close();
        }
    }

    [Fact]
    public void A_block_given_back_twice_is_a_bug()
    {
        Region region = Region.TryOpen(16 * PageBytes)!;
        byte* one = region.Lend(9000);
        byte* other = region.Lend(9000);
        region.Return(one, 9000);
        Assert.Throws<BugException>(() => region.Return(one, 9000));
        Assert.Throws<BugException>(() => region.Return(other, 60_000));
        region.Return(other, 9000);
        region.Close();
    }

    [Fact]
    public void Threads_do_not_get_each_others_blocks()
    {
        var regions = new Regions();
        var threads = new Thread[3];
        var failures = new Exception?[threads.Length];
        for (int i = 0; i < threads.Length; i++)
        {
            int own = i;
            threads[i] = new Thread(() => failures[own] = Record.Exception(() => Churn(regions, own + 1)));
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
        }

        Assert.All(failures, Assert.Null);
        Assert.Equal(0, regions.Count);
    }

    private static void Churn(Regions regions, int seed)
    {
        var random = new Random(seed);
        List<Lent> live = [];
        for (int i = 0; i < 1500; i++)
        {
            if (live.Count > 40)
            {
                Give(regions, live, random.Next(live.Count));
            }

            live.Add(Take(regions, random.Next(8192, 60_000), (byte)seed));
        }

        while (live.Count > 0)
        {
            Give(regions, live, live.Count - 1);
        }
    }

    private static Lent Take(Regions regions, int bytes, byte mark)
    {
        nint at = (nint)regions.TryLend(bytes, out Region? region);
        Assert.NotEqual(0, at);
        Assert.Equal(0, at % 64);
        var lent = new Lent(region!, at, bytes, mark);
        Assert.Equal(-1, lent.Memory.IndexOfAnyExcept((byte)0));
        lent.Memory.Fill(mark);
        return lent;
    }

    private static void Give(Regions regions, List<Lent> live, int which)
    {
        Lent lent = live[which];
        Assert.Equal(-1, lent.Memory.IndexOfAnyExcept(lent.Mark));
        regions.Return(lent.Region, (byte*)lent.At, lent.Bytes);
        live.RemoveAt(which);
    }

    private static void AssertApart(List<Lent> live)
    {
        live.Sort((left, right) => left.At.CompareTo(right.At));
        for (int i = 1; i < live.Count; i++)
        {
            Assert.True(live[i - 1].At + live[i - 1].Bytes <= live[i].At);
        }
    }
}
