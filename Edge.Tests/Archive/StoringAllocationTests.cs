using Edge.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>
/// Storing asks for no managed memory that grows with the samples, in any memory mode, from the text of the
/// stream to the file and back: nothing a sample, a row or a second, and a little that is the same for each
/// block, row group, page and file, however many samples that has.
/// </summary>
public sealed class StoringAllocationTests
{
    /// <summary>Of 10 or 40 dimensions: together one extent of a row group.</summary>
    private const int Charts = 2;

    /// <summary>The objects of a block of a chart: its beginning, its end, its rows on their way.</summary>
    private const long BlockBytesMax = 512;

    /// <summary>Lists of what is in a row group and where it is; a stream that deflates, an extent.</summary>
    private const long GroupBytesMax = 640;

    /// <summary>
    /// Now and then a group begins a segment, or the journal another file, and the list of a segment's
    /// records grows, which are 32 bytes each.
    /// </summary>
    private const long FileBytesMax = 6_144;

    /// <summary>A journal behind a group: the file, its names, and what packs its definitions.</summary>
    private const long JournalBytesMax = 8_192;

    /// <summary>A page that was read: the object, its memory's owner, a stream that inflates.</summary>
    private const long PageBytesMax = 512;

    /// <summary>Of a ring file that is written: its name, its head and what makes it.</summary>
    private const long RingBytesMax = 2_048;

    /// <summary>Of a host's ring file that is opened: its first pages, and what is free in it.</summary>
    private const long HostFileBytesMax = 8_192;

    /// <summary>The head of a ring file names all dimensions.</summary>
    private const long RingBytesPerDimension = 48;

    /// <summary>Digits of what is told of a file that was found; its rows differ by 144 KB.</summary>
    private const long LogLineBytes = 256;

    /// <summary>
    /// The compiler may have taken out an object in between; of thousands of samples, none costs a byte.
    /// </summary>
    private const long SlackBytes = 160;

    /// <summary>What the runtime itself may take in a thousand rounds.</summary>
    private const long RuntimeBytesMax = 64 << 10;

    /// <summary>Caches of so little make blocks of 128 rows of 20 and of 80 dimensions.</summary>
    private const long CacheOfFew = 20 * 256 * 14;
    private const long CacheOfMany = 4 * CacheOfFew;

    /// <summary>Enough for blocks of 512 rows.</summary>
    private const long LargeCache = 32 << 20;

    [Theory]
    [InlineData("none", 240, 5)]
    [InlineData("ram", 240, 5)]
    [InlineData("ram", 960, 20)]
    [InlineData("save", 240, 5)]
    [InlineData("save", 960, 20)]
    [InlineData("map", 240, 5)]
    [InlineData("map", 960, 20)]
    [InlineData("dbengine", 140, 5)]
    [InlineData("dbengine", 140, 20)]
    public void A_sample_on_its_way_to_the_ring_costs_nothing(string mode, int seconds, int dimensions)
    {
        using var node = new StreamedHost(MemoryModeNames.Parse(mode)!.Value, Charts, dimensions);
        node.Run(70);
        (long stored, long kept) = (long.MaxValue, long.MaxValue);
        for (int window = 0; window < 3; window++)
        {
            (long receiving, long keeping) = (0, 0);
            for (int i = 0; i < seconds; i++)
            {
                receiving += Allocated.By(node.Receive);
                keeping += Allocated.By(node.Keep);
            }

            (stored, kept) = (Math.Min(stored, receiving), Math.Min(kept, keeping));
        }

        Assert.Equal(0, stored);

        // Mapped rings are synced meanwhile, see below; the journal of dbengine is written each second.
        Assert.True(mode == "map" || kept == 0, $"{kept}");
    }

    [Fact]
    public void The_end_of_a_block_costs_the_same_with_four_times_the_rows_or_dimensions()
    {
        (long block, long group) = Seals(dimensions: 10, CacheOfFew, rows: 128);
        foreach ((long otherBlock, long otherGroup) in ((long, long)[])[
            Seals(dimensions: 40, CacheOfMany, rows: 128), Seals(dimensions: 10, LargeCache, rows: 512),
            Seals(dimensions: 40, LargeCache, rows: 512)])
        {
            AssertSame(block, otherBlock);
            AssertSame(group, otherGroup);
        }

        Assert.InRange(block, 1, Charts * BlockBytesMax);
        Assert.InRange(group, 1, GroupBytesMax);
    }

    private static void AssertSame(long few, long many) =>
        Assert.InRange(many - few, -SlackBytes, SlackBytes);

    /// <summary>Least bytes of a second in which blocks end, and of a round that writes a group.</summary>
    private static (long Block, long Group) Seals(int dimensions, long cacheBytes, int rows)
    {
        using var node = new StreamedHost(
            MemoryMode.DbEngine, Charts, dimensions, cacheBytes: cacheBytes);
        node.Run(1_200);
        Assert.Equal(rows, node.Engine!.BlockRows);
        (long block, long group) = (long.MaxValue, long.MaxValue);
        long left = RuntimeBytesMax;
        for (int i = 0; i < 8 * rows; i++)
        {
            long stored = Allocated.By(node.Receive);
            block = stored > 0 ? Math.Min(block, stored) : block;
            left += stored > 0 ? (Charts * BlockBytesMax) - stored : 0;
            long samples = node.Engine.Store.Samples;
            long files = node.Engine.Journaled.Files;
            long kept = Allocated.By(node.Keep);
            bool wrote = node.Engine.Store.Samples > samples;
            bool begins = node.Engine.Journaled.Files > files;
            group = wrote ? Math.Min(group, kept) : group;
            left += (begins ? JournalBytesMax : wrote ? FileBytesMax : 0) - kept;
        }

        // Of all rounds together: a single one may have to pay for what the compiler does in it.
        Assert.InRange(left, 0, long.MaxValue);
        return (block, group);
    }

    [Fact]
    public void A_page_is_read_for_the_same_whatever_it_holds()
    {
        long page = Page(dimensions: 10, CacheOfFew, rows: 128);
        AssertSame(page, Page(dimensions: 40, CacheOfMany, rows: 128));
        AssertSame(page, Page(dimensions: 10, LargeCache, rows: 512));
        AssertSame(page, Page(dimensions: 40, LargeCache, rows: 512));
        Assert.InRange(page, 1, PageBytesMax);
    }

    /// <summary>Bytes for each page of a chart, none of them in memory before.</summary>
    private static long Page(int dimensions, long cacheBytes, int rows)
    {
        using var node = new StreamedHost(
            MemoryMode.DbEngine, Charts, dimensions, cacheBytes: cacheBytes);
        node.Run(1_700);
        Assert.Equal(rows, node.Engine!.BlockRows);
        IPast past = node.Chart(0).Past!;
        long pages = 0;
        long bytes = Allocated.Least(() =>
        {
            node.Engine.All[0].DropPages();
            pages = 0;
            for (long sec = past.FirstEntrySec + 1; sec <= past.LastEntrySec; pages++)
            {
                PastRows page = past.At(sec);
                Assert.False(page.IsHole);
                sec = page.ToSec + 1;
            }
        });
        Assert.True(pages >= 1_024 / rows, $"{pages} pages");
        return bytes / pages;
    }

    [Fact]
    public void A_mapped_ring_is_synced_for_the_same_whatever_was_written_since()
    {
        long sync = Sync(everySeconds: 10);
        AssertSame(sync, Sync(everySeconds: 40));
        Assert.InRange(sync, 1, RingBytesMax + (200 * RingBytesPerDimension));
    }

    /// <summary>Bytes of a chart's sync: some pages of the file in ten seconds, four times that in
    /// forty.</summary>
    private static long Sync(int everySeconds)
    {
        using var node = new StreamedHost(
            MemoryMode.Map, charts: 1, dimensions: 200, syncSeconds: everySeconds);
        node.Run(3 * everySeconds);
        long most = 0;
        for (int i = 0; i < 2 * everySeconds; i++)
        {
            node.Receive();
            most = Math.Max(most, Allocated.By(node.Keep));
        }

        return most;
    }

    [Fact]
    public void A_ring_is_saved_for_the_same_however_long_it_is()
    {
        long save = Save(history: 600);
        AssertSame(save, Save(history: 2_400));
        Assert.InRange(save, 1, RingBytesMax + (20 * RingBytesPerDimension));
    }

    /// <summary>Bytes for each chart.</summary>
    private static long Save(int history)
    {
        using var node = new StreamedHost(MemoryMode.Save, Charts, dimensions: 20, history);
        node.Run(history + 10);
        return Allocated.Least(node.Save) / Charts;
    }

    [Theory]
    [InlineData("save")]
    [InlineData("map")]
    public void A_ring_is_found_again_for_the_same_however_long_it_is(string mode)
    {
        MemoryMode kind = MemoryModeNames.Parse(mode)!.Value;
        long found = Found(kind, history: 600);
        Assert.InRange(Math.Abs(found - Found(kind, history: 2_400)), 0, LogLineBytes);
        Assert.InRange(found, 1, HostFileBytesMax + (3 * (RingBytesMax + (20 * RingBytesPerDimension))));
    }

    private static long Found(MemoryMode mode, int history) => Math.Min(
        FoundOnce(mode, history), Math.Min(FoundOnce(mode, history), FoundOnce(mode, history)));

    /// <summary>Bytes of the first collection of a chart that a process before had left.</summary>
    private static long FoundOnce(MemoryMode mode, int history)
    {
        string folder;
        long sec;
        using (var node = new StreamedHost(mode, charts: 1, dimensions: 20, history))
        {
            node.Run(history + 10);
            (folder, sec) = (node.LeaveFiles(), node.NowSec);
        }

        using var next = new StreamedHost(mode, charts: 1, dimensions: 20, history, folder: folder);
        next.SkipTo(sec);
        long bytes = Allocated.By(next.Receive);
        Assert.True(next.Chart(0).Series.Rows >= history);
        return bytes;
    }
}
