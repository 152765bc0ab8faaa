using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// The folder of segments: the newest is written, the oldest is deleted when all together are larger than the
/// quota. Lives on the keeper.
/// </summary>
internal sealed class Segments : IDisposable
{
    private const string Tag = "DBENGINE";
    private readonly string _folder;
    private readonly long _quotaBytes;
    private readonly List<Segment> _all = [];
    private uint _newest;
    private Guid _store;

    /// <param name="folder">Made if it is not there.</param>
    /// <param name="quotaBytes">Of all segments together.</param>
    public Segments(string folder, long quotaBytes)
    {
        Guard.That(quotaBytes >= Limits.QuotaBytesMin);
        _folder = folder;
        _quotaBytes = quotaBytes;
        SegmentBytes = Math.Clamp(quotaBytes / Limits.SegmentsPerQuota,
            Limits.SegmentBytesMin, Limits.SegmentBytesMax);
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Segment> All => _all;

    /// <summary>Whose the folder is; known once it was opened.</summary>
    public Guid Store => _store;

    /// <summary>A segment is finished when it is as large.</summary>
    public long SegmentBytes { get; }

    /// <summary>Of the files together.</summary>
    public long Bytes
    {
        get
        {
            long bytes = 0;
            foreach (Segment segment in _all)
            {
                bytes += segment.Length;
            }

            return bytes;
        }
    }

    /// <summary>Opens what is there. A file that cannot be used is set aside and named.</summary>
    /// <exception cref="IOException">The folder cannot be made or read.</exception>
    public void Open()
    {
        Directory.CreateDirectory(_folder);
        foreach ((uint number, string path) in StoreFiles.Find(_folder, StoreFiles.Segments))
        {
            _newest = number;
            Open(number, path);
        }

        _store = StoreId.Of(_folder, _all);
        foreach (Segment segment in (Segment[])[.. _all])
        {
            if (segment.Store != _store && segment.Store != Guid.Empty)
            {
                Refuse(segment, "it is of another node's store");
            }
        }
    }

    /// <summary>The segment to append to: the newest one, or a new one behind a finished one.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public Segment Current(long nowSec, out bool isNew)
    {
        isNew = _all.Count == 0 || _all[^1].IsFinished;
        if (isNew)
        {
            uint number = _newest + 1;
            _all.Add(Segment.Create(
                StoreFiles.PathOf(_folder, StoreFiles.Segments, number), number, nowSec, _store));
            _newest = number;
        }

        return _all[^1];
    }

    /// <summary>Finishes the newest segment if it is as large as it should become.</summary>
    /// <exception cref="IOException">The index could not be written; the next one is begun all the
    /// same.</exception>
    public void FinishFull()
    {
        if (_all.Count > 0 && !_all[^1].IsFinished && _all[^1].Length >= SegmentBytes)
        {
            _all[^1].Finish();
        }
    }

    /// <summary>
    /// Takes the oldest segment out if, with <paramref name="extraBytes"/> to come, the quota is exceeded.
    /// Null: there is room, or only one segment. The caller forgets what was in it and then deletes it.
    /// </summary>
    public Segment? TakeOldest(long extraBytes)
    {
        if (_all.Count < 2 || Bytes + extraBytes <= _quotaBytes)
        {
            return null;
        }

        Segment oldest = _all[0];
        _all.RemoveAt(0);
        return oldest;
    }

    /// <summary>Closes and deletes a segment that was taken out.</summary>
    public static void Delete(Segment segment)
    {
        segment.Dispose();
        StoreFiles.Delete(segment.Path);
    }

    public void Dispose()
    {
        foreach (Segment segment in _all)
        {
            segment.Dispose();
        }

        _all.Clear();
    }

    private void Open(uint number, string path)
    {
        string? complaint;
        try
        {
            if (Segment.Open(path, number, out complaint) is { } segment)
            {
                _all.Add(segment);
                if (segment.Damage != null)
                {
                    Log.Error(Tag, $"'{path}': {segment.Damage}. What is whole is used.");
                }

                return;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Left where it is: whoever mends what is wrong with it finds it at the next start.
            Log.Error(Tag, $"Cannot open '{path}': {error.Message}. It is left out.");
            return;
        }

        StoreFiles.SetAside(path, complaint!);
    }

    /// <summary>One that was opened, and is of no use all the same.</summary>
    public void Refuse(Segment segment, string complaint)
    {
        _all.Remove(segment);
        segment.Dispose();
        StoreFiles.SetAside(segment.Path, complaint);
    }
}
