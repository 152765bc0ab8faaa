using Edge.Archive;

namespace Edge.Bench.Crash;

/// <summary>Damage to segments and journals, which hold a bit of every chart.</summary>
/// <param name="name">Of the kind.</param>
/// <param name="hurt">What is done to the segments or journals found, given the folder of another
/// node.</param>
/// <param name="disk">What it lies on.</param>
/// <param name="isTold">See <see cref="IWound"/>.</param>
/// <param name="before">See <see cref="IWound"/>.</param>
internal sealed class EngineWounds(
    string name, Action<StoreMap, string, Random, Losses>? hurt, DiskKind disk = DiskKind.Plain,
    bool isTold = true, LifeBefore before = LifeBefore.None)
    : IWound
{
    private const int SegmentVersionOffset = 8;
    private const int SegmentSummedBytes = 60;
    private const int JournalVersionOffset = 7;

    public static EngineWounds[] All { get; } =
    [
        new("cut-segment", static (map, _, random, losses) => Cut(map, StoreFiles.Segments, random, losses)),
        new("cut-journal", static (map, _, random, losses) => Cut(map, StoreFiles.Journals, random, losses)),
        new("flipped", static (map, _, random, losses) => Flip(map, random, losses)),
        new("flipped-after-two-kills", static (map, _, random, losses) => Flip(map, random, losses),
            before: LifeBefore.Killed),
        new("flipped-segments", static (map, _, random, losses) => FlipSegments(map, random, losses),
            isTold: false),
        new("missing-segment",
            static (map, _, random, losses) => Delete(map, StoreFiles.Segments, random, losses),
            isTold: false),
        new("missing-journal",
            static (map, _, random, losses) => Delete(map, StoreFiles.Journals, random, losses),
            isTold: false),
        new("version", Version),
        new("segment-and-journal-swapped", Swap),
        new("segment-of-another-node",
            static (map, other, _, losses) => Foreign(map, other, StoreFiles.Segments, losses)),
        new("journal-of-another-node",
            static (map, other, _, losses) => Foreign(map, other, StoreFiles.Journals, losses)),
        new("disk-full", null, DiskKind.Full),
        new("read-only", null, DiskKind.ReadOnly),
    ];

    public string Name => name;

    public DiskKind Disk => disk;

    public bool IsTold => isTold;

    public LifeBefore Before => before;

    public Losses Inflict(Rig rig, string other, Random random)
    {
        var losses = new Losses();
        if (hurt != null)
        {
            hurt(StoreMap.Of(FolderOf(rig.Parent.Cache), rig.Shape, rig.Hosts), FolderOf(other), random,
                losses);
        }

        return losses;
    }

    private static string FolderOf(string cache) => Path.Combine(cache, "dbengine");

    private static string Any(StoreMap map, string kind, Random random)
    {
        string[] all = AllOf(map, kind);
        return all[random.Next(all.Length)];
    }

    /// <summary>A journal is two files.</summary>
    private static string[] AllOf(StoreMap map, string kind) => kind == StoreFiles.Journals
        ? [.. map.Files(kind), .. map.Files(StoreFiles.Twins)]
        : map.Files(kind);

    private static void Cut(StoreMap map, string kind, Random random, Losses losses)
    {
        string file = Any(map, kind, random);
        map.Cut(file, Files.Cut(file, random), losses);
    }

    private static void Flip(StoreMap map, Random random, Losses losses)
    {
        FlipSegments(map, random, losses);
        Flip(map, AllOf(map, StoreFiles.Journals), random, losses);
    }

    private static void FlipSegments(StoreMap map, Random random, Losses losses) =>
        Flip(map, map.Files(StoreFiles.Segments), random, losses);

    private static void Flip(StoreMap map, string[] files, Random random, Losses losses)
    {
        foreach (string file in files)
        {
            foreach (long offset in Files.Flip(file, random))
            {
                map.Flip(file, offset, losses);
            }
        }
    }

    private static void Delete(StoreMap map, string kind, Random random, Losses losses)
    {
        string file = Any(map, kind, random);
        File.Delete(file);
        map.Lose(file, losses);
    }

    private static void Version(StoreMap map, string other, Random random, Losses losses)
    {
        string segment = Any(map, StoreFiles.Segments, random);
        Files.Flip(segment, SegmentVersionOffset, 2);
        Files.Seal(segment, SegmentSummedBytes);
        map.Lose(segment, losses);
        string journal = Any(map, StoreFiles.Journals, random);
        Files.Flip(journal, JournalVersionOffset, 2);
        map.Lose(journal, losses);
    }

    private static void Swap(StoreMap map, string other, Random random, Losses losses)
    {
        string segment = Any(map, StoreFiles.Segments, random);
        string journal = Any(map, StoreFiles.Journals, random);
        Files.Swap(segment, journal);
        map.Lose(segment, losses);
        map.Lose(journal, losses);
    }

    /// <summary>The other node's first file, with the name and number of one of ours, or one more.</summary>
    private static void Foreign(StoreMap map, string other, string kind, Losses losses)
    {
        string theirs = Directory.GetFiles(other, kind + "*.edge").Order(StringComparer.Ordinal).First();
        string ours = Path.Combine(map.Folder, Path.GetFileName(theirs));
        File.Copy(theirs, ours, overwrite: true);
        map.Lose(ours, losses);
    }
}
