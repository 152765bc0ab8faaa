using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// Files with one number each as the dimensions of one chart, which appears with the first number. A file
/// that cannot be read leaves a gap.
/// </summary>
internal sealed class ReadingSet(Site site, ChartDefinition definition, long divisor,
    Algorithm algorithm = Algorithm.Absolute) : IDisposable
{
    private readonly LazyChart _chart = new(site, definition);
    private readonly List<(ProcFile File, string Id, string? Name)> _files = [];
    private readonly List<Dimension?> _dimensions = [];

    public int Count => _files.Count;

    /// <summary>Adds a file, if it is there.</summary>
    public void Add(string path, string id, string? name = null)
    {
        // Opened for each read: a kept descriptor of a device that is gone keeps its memory.
        var file = new ProcFile(path, keepOpen: false);
        if (file.IsReadable())
        {
            _files.Add((file, id, name));
            _dimensions.Add(null);
        }
    }

    public void Collect(long nowUsec)
    {
        for (int i = 0; i < _files.Count; i++)
        {
            if (site.TryReadSigned(_files[i].File) is not long value)
            {
                continue;
            }

            _dimensions[i] ??= _chart.Add(_files[i].Id, _files[i].Name, algorithm, 1, divisor);
            if (_dimensions[i] is { } dimension)
            {
                _chart.Set(dimension, value, nowUsec);
            }
        }

        _chart.Commit(nowUsec);
    }

    public void Dispose()
    {
        foreach ((ProcFile file, _, _) in _files)
        {
            file.Dispose();
        }
    }
}
