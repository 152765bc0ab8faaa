using Edge.Store;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>
/// Storing asks for no managed memory that grows with the samples, in any memory mode, from the text of the
/// stream to the file: nothing a sample, a row or a second, and a little that is the same for every block,
/// row group and file.
/// </summary>
public sealed class StoringAllocationTests
{
    [Theory]
    [InlineData("ram", 300, 5)]
    [InlineData("save", 300, 20)]
    [InlineData("map", 300, 20)]
    [InlineData("dbengine", 300, 5)]
    [InlineData("dbengine", 300, 20)]
    public void A_sample_costs_nothing(string mode, int seconds, int dimensions)
    {
        using var node = new StreamedHost(MemoryModeNames.Parse(mode)!.Value, charts: 3, dimensions);
        node.Run(70);
        long bytes = 0;
        long rounds = 0;
        for (int i = 0; i < seconds; i++)
        {
            bytes += Allocated.By(node.Receive);
            rounds += Allocated.By(node.Keep);
        }

        Console.WriteLine($"{mode} {dimensions}: storing {bytes} rounds {rounds}");
        Assert.Equal(0, bytes);
    }

    [Theory]
    [InlineData(10, 71680)]
    [InlineData(40, 71680 * 4)]
    [InlineData(10, 32 << 20)]
    [InlineData(40, 32 << 20)]
    public void Blocks(int dimensions, int cache)
    {
        using var node = new StreamedHost(MemoryMode.DbEngine, charts: 2, dimensions, cacheBytes: cache);
        node.Run(1100);
        int rows = node.Engine!.BlockRows;
        long bytes = 0;
        long rounds = 0;
        var list = new List<string>();
        for (int i = 0; i < 1100; i++)
        {
            bytes += Allocated.By(node.Receive);
            long before = node.Engine.Store.Samples;
            long b = Allocated.By(node.Keep);
            if (node.Engine.Store.Samples > before)
            {
                list.Add($"{b}");
            }
            else
            {
                rounds += b;
            }
        }

        Console.WriteLine($"dims {dimensions} rows {rows}: storing {bytes} rounds {rounds} seals {string.Join(' ', list)}");
    }

    [Theory]
    [InlineData(600, 10)]
    [InlineData(2400, 10)]
    public void Saves(int history, int dimensions)
    {
        using var node = new StreamedHost(MemoryMode.Save, charts: 3, dimensions, history);
        node.Run(history + 10);
        Console.WriteLine($"save {history} {dimensions}: {Allocated.Least(node.Save)}");
    }

    [Theory]
    [InlineData(10, 200)]
    [InlineData(40, 200)]
    public void Syncs(int sync, int dimensions)
    {
        using var node = new StreamedHost(MemoryMode.Map, charts: 3, dimensions, 600, syncSeconds: sync);
        node.Run(130);
        var list = new List<long>();
        for (int i = 0; i < 2 * sync; i++)
        {
            node.Receive();
            list.Add(Allocated.By(node.Keep));
        }
        Console.WriteLine($"map {sync} {dimensions}: {string.Join(' ', list)}");
    }

    [Theory]
    [InlineData(10, 71680)]
    [InlineData(40, 71680 * 4)]
    [InlineData(10, 32 << 20)]
    [InlineData(40, 32 << 20)]
    public void Reads(int dimensions, int cache)
    {
        using var node = new StreamedHost(MemoryMode.DbEngine, charts: 2, dimensions, cacheBytes: cache);
        node.Run(2000);
        int rows = node.Engine!.BlockRows;
        var past = node.Chart(0).Past!;
        EngineHostDrop(node);
        int pages = 0;
        void ReadAll()
        {
            EngineHostDrop(node);
            pages = 0;
            for (long sec = past.FirstEntrySec + 1; sec <= past.LastEntrySec; )
            {
                PastRows r = past.At(sec);
                sec = r.ToSec + 1;
                pages++;
            }
        }
        long bytes = Allocated.Least(ReadAll);
        Console.WriteLine($"read dims {dimensions} rows {rows}: {bytes} for {pages} pages, {bytes / pages} each");
    }

    private static void EngineHostDrop(StreamedHost node) => node.Engine!.All[0].DropPages();
}
