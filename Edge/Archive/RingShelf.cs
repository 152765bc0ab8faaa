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

    public IRingPlace Place(Chart chart) => new RingPlace(this, chart);

    public static RingPlace? PlaceOf(Chart chart) => chart.Series.Place as RingPlace;

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
                Keep(chart, place);
            }

            place.FreeName();
        }
    }

    /// <summary>A file says the ids of its chart and dimensions, and nothing else for people.</summary>
    public List<KeptChart> Gone(Host host)
    {
        List<RingHead> heads = Names.ReadHeads();
        List<KeptChart> gone = [];
        using (host.Gate.Enter())
        {
            foreach (RingHead head in heads)
            {
                if (host.Find(head.ChartId) == null)
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
                Keep(chart, place);
            }
        }
    }

    /// <summary>Files of all charts, those of earlier lives too.</summary>
    public void DeleteAll(Host host)
    {
        foreach (Chart chart in host.Charts)
        {
            PlaceOf(chart)?.DropLeftovers(always: true);
            PlaceOf(chart)?.Leave(chart.Series);
        }

        int count = Names.DeleteAll();
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
        if (!_hasDirectory)
        {
            int errno = RawFile.MakeDirectory(_options.CacheDirectory);
            errno = errno != 0 || IsLocal ? errno : RawFile.MakeDirectory(Names.Directory);
            if (errno != 0)
            {
                return errno;
            }

            _hasDirectory = true;
        }

        return RawFile.MakeDirectory(path);
    }

    private void Keep(Chart chart, RingPlace place)
    {
        if (place.IsMapped)
        {
            RingSync.Close(chart.Series, place);
        }
        else if (RingSnapshot.Of(this, chart) is { } snapshot)
        {
            using (snapshot)
            {
                int errno = snapshot.Write(this);
                errno = errno != 0 ? errno : snapshot.Name();
                if (errno != 0)
                {
                    Trouble.Failed("write", snapshot.Path, errno);
                }
            }
        }
    }
}
