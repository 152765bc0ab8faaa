using BenchmarkDotNet.Attributes;
using Edge.Bench.Archive;
using Edge.Query;
using Edge.Store;
using Edge.Text;

namespace Edge.Bench.Query;

/// <summary>
/// <c>/api/v1/data</c> behind the web server: an hour of ten dimensions, from the ring or from segments whose
/// pages were read before. Figures are per answer.
/// </summary>
public class TableBench
{
    private const int Rows = 3_600;
    private readonly ByteWriter _writer = new(1 << 20);
    private readonly Chart[] _charts = new Chart[1];
    private Fed _fed = null!;
    private Question _grouped = new();
    private Question _all = new();

    [Params("ram", "dbengine")]
    public string Mode { get; set; } = "";

    [GlobalSetup]
    public void Fill()
    {
        _fed = new Fed(MemoryModeNames.Parse(Mode)!.Value, charts: 1, dimensions: 10, history: Rows + 100);
        _fed.Run(Rows + 80);
        _charts[0] = _fed.First;
        _grouped = QuestionText.Parse($"after=-{Rows}&points=300&format=ssv");
        _all = QuestionText.Parse($"after=-{Rows}&format=json");
        FormatJson();
        Console.WriteLine($"// {_writer.Count} bytes of json");
    }

    [GlobalCleanup]
    public void Close() => _fed.Dispose();

    /// <summary>300 averages of 12 rows each, read and not written.</summary>
    [Benchmark]
    public double Group()
    {
        using var table = new Table();
        double sum = 0;
        if (!table.TryOpen(_charts, _grouped))
        {
            throw new InvalidOperationException("refused");
        }

        for (long row = 0; row < table.Window.Rows; row++)
        {
            table.Read(row);
            sum += table.Values[0];
        }

        return sum;
    }

    [Benchmark]
    public int FormatJson()
    {
        using var table = new Table();
        _writer.Clear();
        if (!table.TryOpen(_charts, _all))
        {
            throw new InvalidOperationException("refused");
        }

        TableWriter.Write(table, _writer);
        return _writer.Count;
    }
}
