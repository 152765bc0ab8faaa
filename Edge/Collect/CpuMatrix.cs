using Edge.Store;
using Edge.Text;

namespace Edge.Collect;

/// <summary>
/// A file with a column per CPU and a row per counter, shown as a chart of the rows' sums and a chart per
/// CPU.
/// Rows come in the same order every time: a row is compared with the one of last time and looked up by its
/// id only
/// when it is another one.
/// </summary>
internal sealed class CpuMatrix : IDisposable
{
    private readonly Site _site;
    private readonly Source _source;
    private readonly CpuMatrixShape _shape;
    private readonly LazyChart _total;
    private readonly OnDemand _perCore;
    private readonly Dictionary<string, MatrixRow> _byId = new(Utf8Comparer.Instance);
    private readonly List<MatrixRow> _rows = [];
    private LazyChart[] _cores = [];
    private ulong[] _counts = [];
    private int _cpus;

    public CpuMatrix(Site site, CpuMatrixShape shape)
    {
        string section = $"plugin:proc:{shape.Path}";
        _site = site;
        _shape = shape;
        _source = new Source(site, site.Monitored(section, shape.Path));
        _perCore = site.Settings.OnDemand(section, "interrupts per core", OnDemand.Auto);
        _total = new LazyChart(site, shape.Total);
    }

    public string? Collect(long nowUsec)
    {
        if (!_source.Read(out ReadOnlySpan<byte> text))
        {
            return _source.Failure;
        }

        var lines = new Lines(text);
        if (!lines.Next(out ReadOnlySpan<byte> header) || (_cpus == 0 && !CountCpus(header)))
        {
            return $"No CPUs in the first line of '{_shape.Path}'.";
        }

        int rows = Parse(lines);
        CollectTotal(rows, nowUsec);
        for (int cpu = 0; cpu < _cores.Length; cpu++)
        {
            CollectCore(cpu, rows, nowUsec);
        }

        return null;
    }

    public void Dispose() => _source.Dispose();

    private bool CountCpus(ReadOnlySpan<byte> header)
    {
        var words = new Words(header, _shape.Separators);
        while (_cpus < Limits.CoresMax)
        {
            ReadOnlySpan<byte> word = words.Next();
            if (word.IsEmpty)
            {
                break;
            }

            _cpus += word.StartsWith("CPU"u8) ? 1 : 0;
        }

        _cores = new LazyChart[_perCore == OnDemand.No ? 0 : _cpus];
        for (int cpu = 0; cpu < _cores.Length; cpu++)
        {
            _cores[cpu] = new LazyChart(_site, _shape.Core(cpu));
        }

        return _cpus > 0;
    }

    /// <summary>Fills the counts, row by row; returns how many rows there are.</summary>
    private int Parse(Lines lines)
    {
        int row = 0;
        for (; (row + 1) * _cpus <= Limits.MatrixCellsMax && lines.Next(out ReadOnlySpan<byte> line); )
        {
            var words = new Words(line, _shape.Separators);
            ReadOnlySpan<byte> id = words.Next();
            id = id.EndsWith(":"u8) ? id[..^1] : id;
            if (id.IsEmpty)
            {
                continue;
            }

            if (_counts.Length < (row + 1) * _cpus)
            {
                Array.Resize(ref _counts, Math.Max(16, (row + 1) * 2) * _cpus);
            }

            Span<ulong> counts = _counts.AsSpan(row * _cpus, _cpus);
            for (int cpu = 0; cpu < counts.Length; cpu++)
            {
                counts[cpu] = words.Number();
            }

            row += Place(row, id, DeviceOf(id, line, ref words)) ? 1 : 0;
        }

        return row;
    }

    /// <summary>
    /// The last word of the line, if there are two or more behind the counts of a numbered row. A blank at
    /// the end of
    /// the line opens one more word that is empty (spec collectors 1.3): such a row has no device that could
    /// be named.
    /// </summary>
    private ReadOnlySpan<byte> DeviceOf(ReadOnlySpan<byte> id, ReadOnlySpan<byte> line, ref Words words)
    {
        if (!_shape.NamesDevices || !char.IsAsciiDigit((char)id[0]))
        {
            return [];
        }

        ReadOnlySpan<byte> last = [];
        for (ReadOnlySpan<byte> word = words.Next(); !word.IsEmpty; word = words.Next())
        {
            last = word;
        }

        return words.Taken > _cpus + 2 && !_shape.Separators[line[^1]] ? last : [];
    }

    /// <summary>Says which counter a row is, and renames its dimensions when its device has another name now.
    /// False: one row more than can be remembered.</summary>
    private bool Place(int row, ReadOnlySpan<byte> id, ReadOnlySpan<byte> device)
    {
        if (row == _rows.Count || !id.SequenceEqual(_rows[row].IdBytes))
        {
            if (!_byId.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(id, out MatrixRow? found))
            {
                if (_byId.Count == Limits.MatrixRowsMax)
                {
                    return false;
                }

                found = new MatrixRow(id, device, _cores.Length);
                _byId.Add(found.Id, found);
            }

            if (row == _rows.Count)
            {
                _rows.Add(found);
            }

            _rows[row] = found;
        }

        MatrixRow known = _rows[row];
        if (!device.SequenceEqual(known.Device))
        {
            known.Rename(device, _total, _cores);
        }

        return true;
    }

    private void CollectTotal(int rows, long nowUsec)
    {
        _total.Create();
        for (int row = 0; row < rows; row++)
        {
            MatrixRow known = _rows[row];
            ulong sum = 0;
            foreach (ulong count in _counts.AsSpan(row * _cpus, _cpus))
            {
                sum += count;
            }

            if (known.Total == null && sum != 0 && !known.IsRefused)
            {
                known.Total = _total.Add(known.Id, known.Name, Algorithm.Incremental);
                known.IsRefused = known.Total == null;
            }

            if (known.Total != null)
            {
                _total.Set(known.Total, (long)sum, nowUsec);
            }
        }

        _total.Commit(nowUsec);
    }

    private void CollectCore(int cpu, int rows, long nowUsec)
    {
        LazyChart chart = _cores[cpu];
        if (!_shape.CoreWaitsForValue || HasCounted(cpu, rows))
        {
            chart.Create();
        }

        if (!chart.Exists)
        {
            return;
        }

        for (int row = 0; row < rows; row++)
        {
            MatrixRow known = _rows[row];
            ulong count = _counts[(row * _cpus) + cpu];
            Dimension? dimension = known.Cores[cpu];
            if (dimension == null && !known.IsRefused && (count != 0 || _perCore == OnDemand.Yes))
            {
                dimension = known.Cores[cpu] = chart.Add(known.Id, known.Name, Algorithm.Incremental);
                known.IsRefused = dimension == null;
            }

            if (dimension != null)
            {
                chart.Set(dimension, (long)count, nowUsec);
            }
        }

        chart.Commit(nowUsec);
    }

    private bool HasCounted(int cpu, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            if (_counts[(row * _cpus) + cpu] != 0)
            {
                return true;
            }
        }

        return false;
    }
}
