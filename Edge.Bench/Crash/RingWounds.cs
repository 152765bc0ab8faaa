using Edge.Archive;

namespace Edge.Bench.Crash;

/// <summary>Damage to ring files of hosts: what is not hit has to be whole.</summary>
/// <param name="name">Of the kind.</param>
/// <param name="hurt">What is done to the file of one host; that of another host comes second.</param>
/// <param name="disk">What it lies on.</param>
/// <param name="isTold">See <see cref="IWound"/>.</param>
/// <param name="before">See <see cref="IWound"/>.</param>
internal sealed class RingWounds(
    string name, Action<HostMap, string, Random, Losses>? hurt, DiskKind disk = DiskKind.Plain,
    bool isTold = true, LifeBefore before = LifeBefore.None)
    : IWound
{
    /// <summary>One file in so many is hit.</summary>
    private const int FilesPerHit = 3;

    /// <summary>How often up to three bits of one are turned.</summary>
    private const int FlipsPerFile = 20;

    /// <summary>Of the version in the superblock (docs/formats.md).</summary>
    private const int VersionOffset = 16;

    public static RingWounds[] All { get; } =
    [
        new("cut", static (map, _, random, losses) => map.Cut(Files.Cut(map.Path, random), losses)),
        new("flipped", Flip, before: LifeBefore.Ended),
        new("flipped-after-a-kill", Flip),
        new("flipped-after-two-kills", Flip, before: LifeBefore.Killed),
        new("flipped-slots", FlipSlots, isTold: false),
        new("missing", static (map, _, _, losses) =>
        {
            File.Delete(map.Path);
            map.LoseAll(losses);
        }, isTold: false),
        new("version", static (map, _, random, losses) =>
        {
            int bit = random.Next(1, 8);
            for (int copy = 0; copy < HostSuper.Copies; copy++)
            {
                Files.Flip(map.Path, (copy * HostSuper.CopyBytes) + VersionOffset, bit);
                Files.Seal(map.Path, HostSuper.CopyBytes - 4, copy * HostSuper.CopyBytes);
            }

            map.LoseAll(losses);
        }),
        new("of-another-host", static (map, other, _, losses) =>
        {
            File.Copy(other, map.Path, overwrite: true);
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
        for (int host = 0; host < rig.Hosts && hurt != null; host++)
        {
            if (random.Next(FilesPerHit) == 0 || host == 0)
            {
                using var map = new HostMap(PathOf(rig, host), host, rig.Shape);
                hurt(map, PathOf(rig, (host + 1) % rig.Hosts), random, losses);
            }
        }

        return losses;
    }

    private static void Flip(HostMap map, string other, Random random, Losses losses)
    {
        for (int i = 0; i < FlipsPerFile; i++)
        {
            foreach (long offset in Files.Flip(map.Path, random, map.IsSummed))
            {
                map.Flip(offset, losses);
            }
        }
    }

    /// <summary>The first piece, which is of slots, as a file is mostly rows.</summary>
    private static void FlipSlots(HostMap map, string other, Random random, Losses losses)
    {
        for (int i = 0; i < FlipsPerFile; i++)
        {
            long offset = random.NextInt64((HostSuper.Copies * HostSuper.CopyBytes) + HostSuper.UnitBytes);
            Files.Flip(map.Path, offset, random.Next(8));
            map.Flip(offset, losses);
        }
    }

    private static string PathOf(Rig rig, int host) =>
        Path.Combine(rig.Parent.Cache, Flock.GuidOf(host), HostRings.File);
}
