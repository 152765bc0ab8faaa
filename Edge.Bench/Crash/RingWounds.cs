namespace Edge.Bench.Crash;

/// <summary>Damage to ring files: what is not hit has to be whole.</summary>
/// <param name="name">Of the kind.</param>
/// <param name="hurt">What is done to the file of one chart; the other host's file of it comes last.</param>
/// <param name="disk">What it lies on.</param>
/// <param name="isTold">See <see cref="IWound"/>.</param>
/// <param name="isOfClosed">See <see cref="IWound"/>.</param>
internal sealed class RingWounds(
    string name, Action<string, string, Random>? hurt, DiskKind disk = DiskKind.Plain, bool isTold = true,
    bool isOfClosed = false)
    : IWound
{
    /// <summary>One file in so many is hit.</summary>
    private const int FilesPerHit = 4;

    /// <summary>Of the version in the superblock (docs/formats.md).</summary>
    private const int VersionOffset = 16;

    public static RingWounds[] All { get; } =
    [
        new("cut", static (path, _, random) => Files.Cut(path, random)),
        new("flipped", static (path, _, random) => Files.Flip(path, random), isOfClosed: true),
        new("missing", static (path, _, _) => File.Delete(path), isTold: false),
        new("version", static (path, _, random) => Files.Flip(path, VersionOffset, random.Next(1, 8))),
        new("of-another-chart", null, isTold: false),
        new("of-another-host", static (path, other, _) => File.Copy(other, path, overwrite: true)),
        new("disk-full", null, DiskKind.Full, isTold: false),
        new("read-only", null, DiskKind.ReadOnly),
    ];

    public string Name => name;

    public DiskKind Disk => disk;

    public bool IsTold => isTold;

    public bool IsOfClosed => isOfClosed;

    public HashSet<(int Host, int Chart)>? Inflict(Rig rig, string other, Random random)
    {
        HashSet<(int Host, int Chart)> hit = [];
        if (disk != DiskKind.Plain)
        {
            return hit;
        }

        for (int host = 0; host < rig.Hosts; host++)
        {
            for (int chart = 0; chart < rig.Shape.Charts; chart++)
            {
                if (random.Next(FilesPerHit) == 0 && hit.Add((host, chart)))
                {
                    Hit(rig, (host, chart), random, hit);
                }
            }
        }

        return hit;
    }

    private void Hit(Rig rig, (int Host, int Chart) at, Random random, HashSet<(int, int)> hit)
    {
        if (hurt != null)
        {
            hurt(PathOf(rig, at), PathOf(rig, ((at.Host + 1) % rig.Hosts, at.Chart)), random);
            return;
        }

        (int Host, int Chart) with = (at.Host, (at.Chart + 1) % rig.Shape.Charts);
        if (hit.Add(with))
        {
            Files.Swap(PathOf(rig, at), PathOf(rig, with));
        }
    }

    private static string PathOf(Rig rig, (int Host, int Chart) chart) => Path.Combine(
        rig.Parent.Cache, Flock.GuidOf(chart.Host), rig.Shape.Chart(chart.Chart), "ring.edge");
}
