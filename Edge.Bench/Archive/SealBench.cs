using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Edge.Archive;
using Edge.Store;

namespace Edge.Bench.Archive;

/// <summary>
/// What the keeper does with an extent's worth of blocks, six of 512 rows of ten dimensions: 30,720 samples,
/// one row group. Figures are per row group.
/// </summary>
public class SealBench
{
    private const int Charts = 6;
    private const int Dimensions = 10;
    private const int Seconds = 530;

    private readonly RowGroupWriter _writer = new();
    private readonly RowGroupDirectory _directory = new();
    private readonly ExtentReader _reader = new();
    private readonly ChartShape _shape = new();
    private readonly ByteSink _packed = new();
    private List<ClosedBlock> _blocks = [];
    private byte[] _group = [];
    private byte[] _plain = [];
    private Fed _fed = null!;

    [GlobalSetup]
    public void Gather()
    {
        _fed = new Fed(MemoryMode.DbEngine, Charts, Dimensions);
        for (int i = 0; i < Seconds; i++)
        {
            _fed.Append();
        }

        // The first rows came before any block; those after them are whole.
        _blocks = _fed.Engine!.All[0].TakeClosed().Where(block => block.Raw != null).ToList();
        Seal();
        _group = _writer.Finish().ToArray();
        if (RowGroupHeader.TryRead(_group, out RowGroupHeader header) != Damage.None
            || _directory.TryRead(header, _group.AsSpan(RowGroupHeader.Bytes)) != Damage.None
            || _blocks.Count != Charts)
        {
            throw new InvalidOperationException("the group does not read back");
        }

        ExtentEntry extent = _directory.Extents[0];
        using var inflate = new DeflateStream(
            new MemoryStream(_group, extent.Offset, extent.Bytes), CompressionMode.Decompress);
        _plain = new byte[extent.RawBytes];
        inflate.ReadExactly(_plain);
        Console.WriteLine($"// {_blocks.Sum(block => block.Rows.Length)} samples, {_group.Length} bytes, "
            + $"{_directory.Extents.Count} extent of {_plain.Length} bytes inflated");
    }

    [GlobalCleanup]
    public void Close()
    {
        _blocks.ForEach(block => block.Dispose());
        _fed.Dispose();
        _writer.Dispose();
        _reader.Dispose();
        _packed.Dispose();
    }

    /// <summary>Columns, the reading back that every page is proved with, and deflate.</summary>
    [Benchmark]
    public int Seal()
    {
        _writer.Begin(1);
        foreach (ClosedBlock block in _blocks)
        {
            block.Layout.PutInto(_shape);
            _writer.TryAdd(block.Number, _shape, block.Raw!, block.Rows);
        }

        return _writer.Finish().Length;
    }

    /// <summary>Deflate alone, of the group's extent.</summary>
    [Benchmark]
    public int Compress()
    {
        _packed.Clear();
        using (var deflate = new DeflateStream(new SinkStream(_packed), CompressionLevel.Optimal))
        {
            deflate.Write(_plain);
        }

        return _packed.Length;
    }

    /// <summary>A page's way back in memory: its extent inflated, its 5,120 samples computed.</summary>
    [Benchmark]
    public uint ReadBack()
    {
        ExtentEntry extent = _directory.Extents[0];
        _blocks[0].Layout.PutInto(_shape);
        if (_reader.TryLoad(extent, _group.AsSpan(extent.Offset)) != Damage.None
            || _reader.TryRead(_directory, 0, _shape) != Damage.None)
        {
            throw new InvalidOperationException("the page does not read back");
        }

        return _reader.Samples[^1];
    }
}
