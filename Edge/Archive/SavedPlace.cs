using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>A ring of memory mode <c>save</c>: plain memory, with a file of its own that somebody writes now
/// and then.</summary>
internal sealed class SavedPlace(Chart chart) : RingPlace(chart)
{
    private string? _name;

    /// <summary>In the host's file of mode map, where the rows came from there.</summary>
    private FiledRing? _filed;

    /// <summary>Null: the chart was never collected.</summary>
    public string? Path => _name == null ? null : Shelf.Names.PathOf(_name);

    public override NativeBlock? Open(Series series)
    {
        RingFound? found = Find(series);
        if (found == null)
        {
            return null;
        }

        RingRestore.Clock(ref series.Clock, found, Shelf.NowUsec);
        NativeBlock block = InMemory(series, found);
        Remember(found, replacedFile: null);
        return block;
    }

    public override NativeBlock? Another(Series series, int columns) => null;

    public override void Settle(Series series, NativeBlock? another)
    {
        // Plain memory it was, and plain memory it is.
    }

    public override void Described(Series series)
    {
        if (LateColumn(series) is >= 0 and int column)
        {
            Claim(series, column);
        }
    }

    public override void Delete()
    {
        Shelf.Names.Delete(_name ?? RingNames.BaseOf(Chart.Id));
        if (_filed != null)
        {
            Shelf.Free(_filed);
            _filed = null;
        }
    }

    public override void Keep()
    {
        if (RingSnapshot.Of(Chart) is not { } snapshot)
        {
            return;
        }

        using (snapshot)
        {
            int errno = snapshot.Write(Shelf);
            errno = errno != 0 ? errno : snapshot.Name();
            if (errno != 0)
            {
                Shelf.Trouble.Failed("write", snapshot.Path, errno);
            }
        }
    }

    public override void Forget()
    {
        base.Forget();
        if (_name != null)
        {
            Shelf.Names.Free(_name);
        }
    }

    /// <summary>In its own file or, from mode map, in the host's: the one that has newer rows.</summary>
    private RingFound? Find(Series series)
    {
        _name = Shelf.Names.Take(Chart.Id, out RawFile? file, out RingHead? head, out int slotBytes);
        using (file)
        {
            KeptRing? kept = Shelf.Rings()?.Take(Chart.Id);
            _filed = kept?.Filed;
            bool isOwn = file != null && head != null;
            return kept != null && !(isOwn && RingFile.NewestSec(file!, head!, slotBytes) >= kept.NewestSec)
                    ? KeptRings.Load(Shelf, kept, series, Chart.Id, out _filed)
                : isOwn
                    ? RingRestore.Load(file!, head!, slotBytes, series, Shelf, Path!)
                    : null;
        }
    }
}
