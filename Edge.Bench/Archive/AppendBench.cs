using BenchmarkDotNet.Attributes;
using Edge.Store;

namespace Edge.Bench.Archive;

/// <summary>
/// A row of ten dimensions from SET to the ring, and in dbengine to the block beside it. Figures are per row;
/// one block in 512 rows begins and ends, and is let go unwritten.
/// </summary>
public class AppendBench
{
    private const int Rows = 512;
    private const int Dimensions = 10;
    private Fed _fed = null!;

    [Params("ram", "dbengine")]
    public string Mode { get; set; } = "";

    [GlobalSetup]
    public void Open()
    {
        _fed = new Fed(MemoryModeNames.Parse(Mode)!.Value, charts: 1, Dimensions);
        Append();
    }

    [GlobalCleanup]
    public void Close() => _fed.Dispose();

    [Benchmark(OperationsPerInvoke = Rows)]
    public void Append()
    {
        for (int i = 0; i < Rows; i++)
        {
            _fed.Append();
        }

        _fed.DropClosed();
    }
}
