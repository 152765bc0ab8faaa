using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Writes rings that are plain memory, many files at a time: first all of them under other names, then one
/// wait for the disk, then each takes its name. One thread at a time.
/// </summary>
internal sealed class RingSaver(Host host, RingShelf shelf)
{
    private readonly List<RingSnapshot> _written = [];

    /// <summary>Files that have their names.</summary>
    public int Saved { get; private set; }

    public int Failed { get; private set; }

    /// <summary>See <see cref="RingKeeper.Between"/>.</summary>
    public Action? Between { get; init; }

    /// <summary>Everything of the host, in mode save. The gate is not held.</summary>
    public void SaveAll()
    {
        bool replacesRings;
        using (host.Gate.Enter())
        {
            // What mode map has left is needed as long as charts may come that have not asked for it.
            replacesRings = shelf.Rings()?.HasOnlyOld(shelf.NowSec) == true;
        }

        for (int i = 0; ; i++)
        {
            Chart? chart;
            RingSnapshot? snapshot;
            using (host.Gate.Enter())
            {
                chart = i < host.Charts.Count ? host.Charts[i] : null;
                snapshot = chart == null || (chart.IsObsolete && shelf.DeletesObsolete)
                    ? null
                    : RingSnapshot.Of(chart);
            }

            if (chart == null)
            {
                break;
            }

            if (snapshot != null)
            {
                Add(snapshot);
                Between?.Invoke();
            }
        }

        NameAll();
        if (replacesRings && Failed == 0)
        {
            using (host.Gate.Enter())
            {
                shelf.DropRings();
            }
        }
    }

    private void Add(RingSnapshot snapshot)
    {
        using (snapshot)
        {
            int errno = snapshot.Write(shelf);
            if (errno != 0)
            {
                Fail(snapshot, errno);
                return;
            }

            _written.Add(snapshot);
        }

        if (_written.Count >= RingLimits.SaveBatch)
        {
            NameAll();
        }
    }

    private void NameAll()
    {
        int errno = _written.Count == 0 ? 0 : SyncAll(shelf.Names.Directory);
        Between?.Invoke();
        foreach (RingSnapshot snapshot in _written)
        {
            using (host.Gate.Enter())
            {
                bool isGone = host.Find(snapshot.Chart.Id) != snapshot.Chart;
                int error = errno != 0 || isGone ? errno : snapshot.Name();
                if (isGone)
                {
                    snapshot.Forget();
                }
                else if (error != 0)
                {
                    Fail(snapshot, error);
                }
                else
                {
                    Saved++;
                }
            }
        }

        if (_written.Count > 0)
        {
            _ = SyncAll(shelf.Names.Directory);
        }

        _written.Clear();
        if (Failed == 0 && Saved > 0)
        {
            shelf.Trouble.Worked();
        }
    }

    private void Fail(RingSnapshot snapshot, int errno)
    {
        Failed++;
        snapshot.Forget();
        shelf.Trouble.Failed("write", snapshot.Path, errno);
    }

    /// <summary>Waits until all of the file system is on the disk: once instead of for each of thousands of
    /// files.</summary>
    public static int SyncAll(string directory)
    {
        using RawFile? file = RawFile.Open(directory, writes: false, out int errno);
        return file == null ? errno : file.SyncAll();
    }
}
