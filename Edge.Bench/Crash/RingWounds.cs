namespace Edge.Bench.Crash;

/// <summary>Damage to ring files: what is not hit has to be whole.</summary>
/// <param name="name">Of the kind.</param>
/// <param name="hurt">What is done to the file of one chart; the other host's file of it comes third.</param>
/// <param name="disk">What it lies on.</param>
/// <param name="isTold">See <see cref="IWound"/>.</param>
/// <param name="before">See <see cref="IWound"/>.</param>
internal sealed class RingWounds(
    string name, Action<RingMap, string, string, Random, Losses>? hurt, DiskKind disk = DiskKind.Plain,
    bool isTold = true, LifeBefore before = LifeBefore.None)
    : IWound
{
    /// <summary>One file in so many is hit.</summary>
    private const int FilesPerHit = 4;

    /// <summary>Of the version in the superblock (docs/formats.md).</summary>
    private const int VersionOffset = 16;

    /// <summary>Bytes of it that its sum is of.</summary>
    private const int SummedBytes = 28;

    public static RingWounds[] All { get; } =
    [
        new("cut", static (map, path, _, random, losses) => map.Cut(Files.Cut(path, random), losses)),
        new("flipped", Flip, before: LifeBefore.Ended),
        new("flipped-after-a-kill", Flip),
        new("flipped-after-two-kills", Flip, before: LifeBefore.Killed),
        new("missing", static (map, path, _, _, losses) =>
        {
            File.Delete(path);
            map.LoseAll(losses);
        }, isTold: false),
        new("version", static (map, path, _, random, losses) =>
        {
            Files.Flip(path, VersionOffset, random.Next(1, 8));
            Files.Seal(path, SummedBytes);
            map.LoseAll(losses);
        }),
        new("of-another-chart", null, isTold: false),
        new("of-another-host", static (map, path, other, _, losses) =>
        {
            File.Copy(other, path, overwrite: true);
            map.LoseAll(losses);
        }),
        new("disk-full", null, DiskKind.Full, isTold: false),
        new("read-only", null, DiskKind.ReadOnly),
    ];

    public string Name => name;

    public DiskKind Disk => disk;

    public bool IsTold => isTold;

    public LifeBefore Before => before;

    public Losses Inflict(Rig rig, string other, Random random)
    {
        var losses = new Losses();
        HashSet<(int Host, int Chart)> hit = [];
        for (int host = 0; host < rig.Hosts && disk == DiskKind.Plain; host++)
        {
            for (int chart = 0; chart < rig.Shape.Charts; chart++)
            {
                if (random.Next(FilesPerHit) == 0 && hit.Add((host, chart)))
                {
                    Hit(rig, (host, chart), random, hit, losses);
                }
            }
        }

        return losses;
    }

    private void Hit(Rig rig, (int Host, int Chart) at, Random random, HashSet<(int, int)> hit, Losses losses)
    {
        if (hurt != null)
        {
            using var map = new RingMap(PathOf(rig, at), at);
            hurt(map, PathOf(rig, at), PathOf(rig, ((at.Host + 1) % rig.Hosts, at.Chart)), random, losses);
            return;
        }

        (int Host, int Chart) with = (at.Host, (at.Chart + 1) % rig.Shape.Charts);
        if (hit.Add(with))
        {
            Files.Swap(PathOf(rig, at), PathOf(rig, with));
            losses.AddAll(at);
            losses.AddAll(with);
        }
    }

    private static void Flip(RingMap map, string path, string other, Random random, Losses losses)
    {
        foreach (long offset in Files.Flip(path, random, map.IsSummed))
        {
            map.Flip(offset, losses);
        }
    }

    private static string PathOf(Rig rig, (int Host, int Chart) chart) => Path.Combine(
        rig.Parent.Cache, Flock.GuidOf(chart.Host), rig.Shape.Chart(chart.Chart), "ring.edge");
}
