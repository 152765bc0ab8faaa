using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// A journal that is being written: frames go to one of two files, and to the other one after each sync.
/// What makes it ready for the frames until the next sync touches its file system's own notes, and the sync
/// takes those along: one file would have them written once for the sync and once for what comes after it.
/// </summary>
/// <remarks>Prepared, synced and disposed of by the keeper alone; the rest is under the journal's
/// gate.</remarks>
internal sealed class JournalFile : IDisposable
{
    private readonly string _twinPath;
    private readonly Guid _store;
    private JournalPart _part;
    private JournalPart? _other;

    /// <param name="folder">Of the store.</param>
    /// <param name="number">Files of that number lose what they have.</param>
    /// <param name="store">Whose it is.</param>
    /// <param name="bytes">See <see cref="Prepare"/>.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public JournalFile(string folder, uint number, Guid store, long bytes)
    {
        _store = store;
        _twinPath = StoreFiles.PathOf(folder, StoreFiles.Twins, number);
        StoreFiles.Delete(_twinPath);
        _part = new JournalPart(StoreFiles.PathOf(folder, StoreFiles.Journals, number), store, bytes);
    }

    /// <summary>Of both files.</summary>
    public long Length => _part.Length + (_other?.Length ?? 0);

    /// <summary>Of both as far as they are written.</summary>
    public long Written => _part.Written + (_other?.Written ?? 0);

    /// <summary>Of them without what is empty.</summary>
    public long Used => _part.Used + (_other?.Used ?? 0);

    /// <summary>Appended since the last sync.</summary>
    public long DirtyBytes => _part.DirtyBytes;

    /// <summary>A frame.</summary>
    /// <exception cref="IOException">The file is of no use behind what it had.</exception>
    public void Append(ReadOnlySpan<byte> frame) => _part.Append(frame);

    /// <summary>Makes room for so many bytes between this sync and the next.</summary>
    /// <returns>Bytes written for that.</returns>
    /// <exception cref="IOException">There is none.</exception>
    public long Prepare(long bytes)
    {
        if (_part.DirtyBytes == 0)
        {
            return 0;
        }

        if (_other != null)
        {
            _other.Prepare(bytes);
            return 0;
        }

        _other = new JournalPart(_twinPath, _store, bytes);
        return _other.Used;
    }

    /// <summary>From now on the other file is written. Returns the one to sync; null: there is nothing
    /// new.</summary>
    public JournalPart? Turn()
    {
        if (_other == null || _part.DirtyBytes == 0)
        {
            return null;
        }

        (_part, _other) = (_other, _part);
        return _other;
    }

    /// <summary>Nothing more is appended. What was is on the medium.</summary>
    /// <exception cref="IOException">Perhaps not.</exception>
    public void Finish()
    {
        _part.Finish();
        _other?.Finish();
    }

    public void Dispose()
    {
        _part.Dispose();
        _other?.Dispose();
    }
}
