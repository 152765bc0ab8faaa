using Edge.Sys;

namespace Edge.Collect;

/// <summary>
/// The main file of a collector, with the rules of spec collectors 1.4: not there at first is for good, gone
/// later is
/// an iteration without it.
/// </summary>
internal sealed class Source(Site site, ProcFile file) : IDisposable
{
    private const int NoSuchFile = 2;

    private bool _wasRead;
    private bool _isMissed;

    public string Path => file.Path;

    /// <summary>Borrowed until the next read of any file.</summary>
    public bool Read(out ReadOnlySpan<byte> text)
    {
        if (site.TryRead(file, out text))
        {
            _wasRead = true;
            _isMissed = false;
            return true;
        }

        if (_wasRead && !_isMissed)
        {
            _isMissed = true;
            Log.Error(Site.Tag,
                $"Cannot read file '{file.Path}' any more (error {file.LastError}); will try again.");
        }

        return false;
    }

    /// <summary>After a failed read: what <see cref="ICollector.Collect"/> answers.</summary>
    public string? Failure =>
        _wasRead
            ? null
            : $"Cannot read file '{file.Path}' (error {file.LastError}, or more than can be true).";

    /// <summary>The same where most machines have no such file.</summary>
    public string? FailureOrAbsent => !_wasRead && file.LastError == NoSuchFile ? ICollector.Absent : Failure;

    public void Dispose() => file.Dispose();
}
