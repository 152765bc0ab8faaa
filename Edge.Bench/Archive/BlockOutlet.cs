using System.Diagnostics;
using Edge.Archive;
using Edge.Store;

namespace Edge.Bench.Archive;

/// <summary>Keeps a block a chart, seals all of them together when one has its rows, and reads them
/// again.</summary>
internal sealed class BlockOutlet(int rows) : IOutlet, IDisposable
{
    private readonly Dictionary<Chart, (RawBlock Raw, uint Version)> _open = [];
    private readonly RowGroupWriter _writer = new();
    private readonly ExtentReader _reader = new();
    private readonly RowGroupDirectory _directory = new();
    private long _bytes, _samples, _cells, _directoryBytes, _pages;
    private TimeSpan _seal, _read;

    public void Committed(Chart chart, ReadOnlySpan<long> values, ReadOnlySpan<byte> updated, long sinceUsec)
    {
        if (_open.TryGetValue(chart, out (RawBlock Raw, uint Version) open)
            && open.Version == chart.DefinitionVersion)
        {
            open.Raw.TryAppend(chart.Series.Clock.LastCollectedUsec, values, updated);
            if (chart.Series.LastEntrySec - open.Raw.Start.UpdatedSec >= rows)
            {
                Seal();
            }

            return;
        }

        open.Raw?.Dispose();
        var raw = new RawBlock(values.Length, rows * 2);
        chart.Series.ClearUpdated();
        if (raw.TryBegin(chart.Series))
        {
            _open[chart] = (raw, chart.DefinitionVersion);
        }
    }

    public void Seal()
    {
        List<(Chart Chart, ChartShape Shape, uint[] Rows)> sealedCharts = [];
        foreach ((Chart chart, (RawBlock raw, uint _)) in _open)
        {
            var samples = new List<uint>();
            int every = chart.UpdateEvery;
            for (long sec = raw.Start.UpdatedSec + every; sec <= chart.Series.LastEntrySec; sec += every)
            {
                samples.AddRange(chart.Series.Row(chart.Series.RowAt(sec)));
            }

            var shape = new ChartShape();
            shape.Take(chart);
            if (samples.Count > 0)
            {
                sealedCharts.Add((chart, shape, samples.ToArray()));
            }
        }

        long start = Stopwatch.GetTimestamp();
        _writer.Begin(1);
        uint number = 0;
        foreach ((Chart chart, ChartShape shape, uint[] samples) in sealedCharts)
        {
            _writer.TryAdd(number++, shape, _open[chart].Raw, samples);
            _cells += samples.Length;
            RawBlock raw = _open[chart].Raw;
            for (int at = 0; at < raw.Count; at++)
            {
                for (int i = 0; i < raw.Dimensions; i++)
                {
                    _samples += raw.IsSet(at, i) ? 1 : 0;
                }
            }
        }

        byte[] group = _writer.Finish().ToArray();
        _seal += Stopwatch.GetElapsedTime(start);
        _bytes += group.Length;
        _pages += sealedCharts.Count;
        Read(group, sealedCharts);
        foreach ((Chart chart, (RawBlock raw, uint _)) in _open)
        {
            chart.Series.ClearUpdated();
            raw.TryBegin(chart.Series);
        }
    }

    public string Report() =>
        $"{(double)_bytes / _samples:0.000} B/sample of {_samples} set, {_cells} cells (directories "
        + $"{(double)_directoryBytes / _samples:0.0000}), inflated: clocks "
        + $"{(double)_writer.RawBytes.Clocks / _samples:0.000} heads "
        + $"{(double)_writer.RawBytes.Heads / _samples:0.000} values "
        + $"{(double)_writer.RawBytes.Data / _samples:0.000}; {_pages} pages, {_writer.Synthetics} "
        + $"without clocks, {_writer.Fallbacks} fallbacks; seal {_samples / _seal.TotalSeconds / 1e6:0.0} "
        + $"read {_samples / _read.TotalSeconds / 1e6:0.0} M/s";

    public void Flush(long nowUsec)
    {
    }

    public void Obsoleted(Chart chart)
    {
    }

    public void VariableChanged(string name, double value)
    {
    }

    public void LabelsChanged()
    {
    }

    public void ClaimChanged()
    {
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }

    private void Read(byte[] group, List<(Chart Chart, ChartShape Shape, uint[] Rows)> charts)
    {
        if (group.Length == 0)
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        RowGroupHeader.TryRead(group, out RowGroupHeader header);
        _directory.TryRead(header, group.AsSpan(RowGroupHeader.Bytes));
        _directoryBytes += header.DirectoryBytes + RowGroupHeader.Bytes;
        int loaded = -1;
        for (int i = 0; i < charts.Count; i++)
        {
            ExtentEntry extent = _directory.Extents[_directory.Pages[i].Extent];
            if (loaded != _directory.Pages[i].Extent)
            {
                loaded = _directory.Pages[i].Extent;
                _reader.TryLoad(extent, group.AsSpan(extent.Offset));
            }

            if (_reader.TryRead(_directory, i, charts[i].Shape) != Damage.None
                || !_reader.Samples.SequenceEqual(charts[i].Rows))
            {
                throw new InvalidOperationException($"{charts[i].Chart.Id} does not read back.");
            }
        }

        _read += Stopwatch.GetElapsedTime(start);
    }
}
