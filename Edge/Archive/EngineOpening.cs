using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// What the folder of the store says at the start: segments are learned, journals that a crash has left
/// behind are read and written as row groups. Files of another node's store are set aside.
/// </summary>
internal sealed class EngineOpening(Engine engine, string folder, Segments segments, GroupStore store)
{
    private const string Tag = "DBENGINE";
    private readonly Meanings _meanings = new();
    private bool _hasUnnamed;

    /// <summary>Tells the engine all of it.</summary>
    /// <returns>The number of the newest journal; 0 without one.</returns>
    /// <exception cref="IOException">The folder or a journal cannot be read.</exception>
    public uint Open(long nowUsec)
    {
        foreach (Segment segment in (Segment[])[.. segments.All])
        {
            if (Contradicts(segment))
            {
                segments.Refuse(segment, "its numbers of hosts and charts are those of another node");
                continue;
            }

            Learn(segment);
        }

        store.Learned();
        uint newest = Recover(nowUsec);
        if (_hasUnnamed)
        {
            engine.SkipNumbers();
        }

        return newest;
    }

    /// <summary>What journals have and no row group is written now. Returns the newest number.</summary>
    private uint Recover(long nowUsec)
    {
        List<(uint Number, string Path)> files = StoreFiles.Find(folder, StoreFiles.Journals);
        foreach ((uint number, string path) in StoreFiles.Find(folder, StoreFiles.Twins))
        {
            if (!files.Exists(file => file.Number == number))
            {
                StoreFiles.SetAside(path, "the first file of its journal is missing");
            }
        }

        if (files.Count == 0)
        {
            return 0;
        }

        using var reader = new JournalReader(engine, _meanings, segments.Store);
        foreach ((uint number, string path) in files)
        {
            string twin = StoreFiles.PathOf(folder, StoreFiles.Twins, number);
            if (reader.Read(path, twin) is { } complaint)
            {
                StoreFiles.SetAside(path, complaint);
                StoreFiles.SetAside(twin, complaint);
            }
        }

        List<ClosedBlock> blocks = reader.Take();
        int count = blocks.Count;
        foreach (EngineHost host in engine.All)
        {
            List<ClosedBlock> own = blocks.FindAll(block => block.Chart.Host == host);
            if (own.Count > 0)
            {
                store.Write(host, own, nowUsec);
            }
        }

        Log.Info(Tag,
            $"The node did not end in order: {reader.Collections} collections of {count} blocks were "
            + "in its journal, and are kept.");
        if (store.Waiting == 0 && store.TrySync(nowUsec))
        {
            foreach ((uint number, string _) in files)
            {
                StoreFiles.DeleteJournal(folder, number);
            }
        }

        return files[^1].Number;
    }

    /// <summary>Whether a number means something else in it than in the segments before.</summary>
    private bool Contradicts(Segment segment)
    {
        using var packed = new ByteSink();
        using var plain = new ByteSink();
        _meanings.Turn();
        foreach (RecordPlace place in segment.Places)
        {
            if (place.Kind == RecordKind.Definitions)
            {
                packed.Clear();
                if (segment.Read(place, packed.Room(place.Length)) == null)
                {
                    _ = Definitions.TryRead(packed.Written, plain, _meanings);
                }
            }
        }

        return _meanings.HasConflict;
    }

    private void Learn(Segment segment)
    {
        using var packed = new ByteSink();
        using var plain = new ByteSink();
        store.Learn(segment);
        _hasUnnamed |= segment.Damage != null;
        foreach (RecordPlace place in segment.Places)
        {
            if (place.Kind == RecordKind.Definitions)
            {
                packed.Clear();
                string? complaint = segment.Read(place, packed.Room(place.Length));
                if (complaint != null || !Definitions.TryRead(packed.Written, plain, engine))
                {
                    _hasUnnamed = true;
                    Log.Error(Tag, $"Definitions at byte {place.Offset} of '{segment.Path}' cannot be used: "
                        + $"{complaint ?? "they make no sense"}. Charts that only they name stay empty.");
                }
            }
        }

        LearnGroups(segment);
    }

    /// <summary>After all names, which may stand behind them where the first ones are damaged.</summary>
    private void LearnGroups(Segment segment)
    {
        int strange = 0;
        foreach (RecordPlace place in segment.Places)
        {
            if (place.Kind != RecordKind.Group)
            {
                continue;
            }

            if (engine.HostOf(place.Host) is { } host)
            {
                host.Add(GroupPlace.Of(segment, place));
            }
            else
            {
                strange++;
            }
        }

        if (strange > 0)
        {
            Log.Error(Tag, $"{strange} row groups of '{segment.Path}' are of hosts that it does not name.");
        }
    }
}
