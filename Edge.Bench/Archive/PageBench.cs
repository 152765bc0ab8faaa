using BenchmarkDotNet.Attributes;
using Edge.Store;

namespace Edge.Bench.Archive;

/// <summary>A page of 512 rows of ten dimensions of one of ten charts from its segment, as a query reads it:
/// nothing of it is in memory but what the kernel caches. Figures are per page.</summary>
public class PageBench
{
    private Fed _fed = null!;
    private long _sec;

    [GlobalSetup]
    public void Store()
    {
        _fed = new Fed(MemoryMode.DbEngine, charts: 10, dimensions: 10);
        _fed.Run(3_000);
        _sec = _fed.First.Past!.FirstEntrySec + 1_000;
        if (Read() == 0)
        {
            throw new InvalidOperationException("the page is a hole");
        }
    }

    [GlobalCleanup]
    public void Close() => _fed.Dispose();

    [Benchmark]
    public int Read()
    {
        _fed.Engine!.All[0].DropPages();
        return _fed.First.Past!.At(_sec).Row(_sec).Length;
    }
}
