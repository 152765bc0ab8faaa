using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// The ring files of one host in memory mode <c>save</c> or <c>map</c>. Guarded by the host's gate.
/// </summary>
internal sealed class RingShelf : IRingShelf
{
    private readonly RingOptions _options;
    private bool _hasDirectory;
    private HostRings? _rings;
    private bool _hasLooked;

    /// <summary>Why the host's file cannot be opened; 0: it can, or there is none.</summary>
    private int _errno;
    private bool? _hasChartFiles;
    private int _generations;

    /// <param name="options">Of all hosts.</param>
    /// <param name="info">Whose.</param>
    /// <param name="isLocal">Its files are in the cache directory itself.</param>
    /// <param name="maps">False: written when somebody says so.</param>
    public RingShelf(RingOptions options, HostInfo info, bool isLocal, bool maps)
    {
        _options = options;
        Maps = maps;
        IsLocal = isLocal;
        MachineGuid = info.MachineGuid;
        Names = new RingNames(
            isLocal ? options.CacheDirectory : $"{options.CacheDirectory}/{info.MachineGuid}", MachineGuid);
        Trouble = new RingTrouble(info.Hostname);
    }

    public bool Maps { get; }

    public bool IsLocal { get; }

    public string MachineGuid { get; }

    public RingNames Names { get; }

    public RingTrouble Trouble { get; }

    public Guid Boot => _options.Boot;

    public long NowUsec => _options.NowUsec();

    public long NowSec => NowUsec / Clock.UsecPerSecond;

    public int SyncSeconds => _options.SyncSeconds;

    public string RingsPath => $"{Names.Directory}/{HostRings.File}";

    /// <summary>The place that was made for a ring which is being moved there.</summary>
    public FiledRing? Next { get; set; }

    public IRingPlace Place(Chart chart) => Maps ? new MappedPlace(chart) : new SavedPlace(chart);

    public static RingPlace? PlaceOf(Chart chart) => chart.Series.Place as RingPlace;

    /// <summary>Null: its rows are not to be mapped.</summary>
    public static MappedPlace? MappedOf(Chart chart) => chart.Series.Place as MappedPlace;

    public int NextGeneration() => ++_generations;

    /// <summary>
    /// The host's file, if there is one: in mode save, too, which reads what mode map has left.
    /// </summary>
    public HostRings? Rings()
    {
        if (_hasLooked)
        {
            return _rings;
        }

        _hasLooked = true;
        _rings = HostRings.Open(RingsPath, MachineGuid, _options.Writing, out string? problem,
            out int damaged, out _errno);
        if (problem != null)
        {
            RingNames.SetAside(RingsPath, problem);
        }
        else if (_errno != 0)
        {
            RingNames.CannotOpen(RingsPath, _errno);
        }
        else if (damaged > 0)
        {
            Log.Error("MAIN", $"{damaged} charts in '{RingsPath}' are damaged; they begin anew.");
        }

        return _rings;
    }

    /// <summary>The same, made where there is none. Null: an errno.</summary>
    public HostRings? MakeRings(out int errno)
    {
        errno = 0;
        if (Rings() is { } rings)
        {
            return rings;
        }

        errno = _errno != 0 ? _errno : MakeDirectory();
        _rings = errno != 0
            ? null
            : HostRings.Create(RingsPath, MachineGuid, _options.Writing, out errno);
        return _rings;
    }

    /// <summary>Whether charts have files of their own, as mode save writes them; what does not matter is
    /// only looked for where it might be.</summary>
    public bool HasChartFiles => _hasChartFiles ??= Names.HasAny();

    /// <summary>A ring in the host's file that nobody needs any more, and those it has taken the place
    /// of.</summary>
    public void Free(FiledRing filed)
    {
        using RawFile? file = _rings?.OpenToWrite(out int _);
        if (file != null)
        {
            _rings!.Free(file, filed);
        }
    }

    /// <summary>Those that are newer than the one that is of use.</summary>
    public void FreeUntil(FiledRing first, FiledRing until)
    {
        FiledRing last = first;
        while (last.Older != until)
        {
            last = last.Older!;
        }

        last.Older = null;
        Free(first);
    }

    /// <summary>Mode save has files of its own of all that was in the host's; true: it is gone.</summary>
    public bool DropRings()
    {
        if (Maps || _rings == null || RawFile.Delete(RingsPath) != 0)
        {
            return false;
        }

        _rings = null;
        return true;
    }

    public void Removing(Chart chart)
    {
        if (PlaceOf(chart) is { } place)
        {
            if (_options.DeletesObsolete)
            {
                place.Delete();
            }
            else
            {
                place.Keep();
            }

            place.Forget();
        }
    }

    /// <summary>A file says the ids of its chart and dimensions, and nothing else for people.</summary>
    public List<KeptChart> Gone(Host host)
    {
        List<RingHead> heads = HostRings.ReadHeads(RingsPath, MachineGuid);
        heads.AddRange(Names.ReadHeads());
        HashSet<string> shown = [];
        List<KeptChart> gone = [];
        using (host.Gate.Enter())
        {
            foreach (RingHead head in heads)
            {
                if (host.Find(head.ChartId) == null && shown.Add(head.ChartId))
                {
                    gone.Add(head.Shown());
                }
            }
        }

        return gone;
    }

    /// <summary>A host that is let go of.</summary>
    public void RemovingHost(Host host)
    {
        if (DeletesOrphan)
        {
            DeleteAll(host);
            return;
        }

        foreach (Chart chart in host.Charts)
        {
            if (PlaceOf(chart) is { } place)
            {
                place.DropLeftovers(always: true);
                place.Keep();
            }
        }
    }

    /// <summary>Files of all charts, those of earlier lives too.</summary>
    public void DeleteAll(Host host)
    {
        foreach (Chart chart in host.Charts)
        {
            PlaceOf(chart)?.DropLeftovers(always: true);
            MappedOf(chart)?.Leave(chart.Series);
        }

        int count = HostRings.ReadHeads(RingsPath, MachineGuid).Count + Names.DeleteAll();
        _ = RawFile.Delete(RingsPath);
        _rings = null;
        if (!IsLocal)
        {
            _ = RawFile.DeleteDirectory(Names.Directory);
        }

        Log.Info("MAIN", $"Deleted the samples kept of {count} charts of host '{host.Info.Hostname}'.");
    }

    /// <summary>Whether this host's files go when its time has come.</summary>
    public bool DeletesOrphan => !IsLocal && _options.DeletesOrphans;

    public bool DeletesObsolete => _options.DeletesObsolete;

    /// <summary>The host's own, and that of a chart.</summary>
    public int MakeDirectory(string path)
    {
        int errno = MakeDirectory();
        return errno != 0 ? errno : RawFile.MakeDirectory(path);
    }

    /// <summary>The host's own.</summary>
    private int MakeDirectory()
    {
        if (_hasDirectory)
        {
            return 0;
        }

        int errno = RawFile.MakeDirectory(_options.CacheDirectory);
        errno = errno != 0 || IsLocal ? errno : RawFile.MakeDirectory(Names.Directory);
        _hasDirectory = errno == 0;
        return errno;
    }
}
