namespace Edge.Bench.Crash;

/// <summary>Damage to segments and journals, which hold a bit of every chart.</summary>
/// <param name="name">Of the kind.</param>
/// <param name="hurt">What is done to the segments or journals found, given the folder of another
/// node.</param>
/// <param name="disk">What it lies on.</param>
/// <param name="isTold">See <see cref="IWound"/>.</param>
internal sealed class EngineWounds(
    string name, Action<string, string, Random>? hurt, DiskKind disk = DiskKind.Plain, bool isTold = true)
    : IWound
{
    private const int SegmentVersionOffset = 8;
    private const int JournalVersionOffset = 7;

    public static EngineWounds[] All { get; } =
    [
        new("cut-segment", static (folder, _, random) => Files.Cut(Any(folder, "segment", random), random)),
        new("cut-journal", static (folder, _, random) => Files.Cut(Any(folder, "journal", random), random)),
        new("flipped", Flip),
        new("missing-segment",
            static (folder, _, random) => File.Delete(Any(folder, "segment", random)), isTold: false),
        new("missing-journal",
            static (folder, _, random) => File.Delete(Any(folder, "journal", random)), isTold: false),
        new("version", Version),
        new("segment-and-journal-swapped", static (folder, _, random) =>
            Files.Swap(Any(folder, "segment", random), Any(folder, "journal", random))),
        new("segment-of-another-node", static (folder, other, random) => Foreign(folder, other, "segment")),
        new("journal-of-another-node", static (folder, other, random) => Foreign(folder, other, "journal")),
        new("disk-full", null, DiskKind.Full),
        new("read-only", null, DiskKind.ReadOnly),
    ];

    public string Name => name;

    public DiskKind Disk => disk;

    public bool IsTold => isTold;

    public bool IsOfClosed => false;

    public HashSet<(int Host, int Chart)>? Inflict(Rig rig, string other, Random random)
    {
        hurt?.Invoke(FolderOf(rig.Parent.Cache), FolderOf(other), random);
        return disk == DiskKind.Plain ? null : [];
    }

    private static string FolderOf(string cache) => Path.Combine(cache, "dbengine");

    private static string[] AllOf(string folder, string kind) =>
        [.. Directory.GetFiles(folder, kind + "-*.edge").Order(StringComparer.Ordinal)];

    private static string Any(string folder, string kind, Random random)
    {
        string[] all = AllOf(folder, kind);
        return all[random.Next(all.Length)];
    }

    private static void Flip(string folder, string other, Random random)
    {
        foreach (string path in Directory.GetFiles(folder))
        {
            Files.Flip(path, random);
        }
    }

    private static void Version(string folder, string other, Random random)
    {
        Files.Flip(Any(folder, "segment", random), SegmentVersionOffset, 2);
        Files.Flip(Any(folder, "journal", random), JournalVersionOffset, 2);
    }

    /// <summary>The other node's first file, which has the name and number of ours.</summary>
    private static void Foreign(string folder, string other, string kind)
    {
        string theirs = AllOf(other, kind)[0];
        File.Copy(theirs, Path.Combine(folder, Path.GetFileName(theirs)), overwrite: true);
    }
}
