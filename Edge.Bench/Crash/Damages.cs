using Edge.Archive;

namespace Edge.Bench.Crash;

/// <summary>
/// The matrix of damage: each kind on a copy of the same directory, as a kill left it. The process stays, new
/// samples are stored, what is gone is gone with a damaged file and a line in the log, nothing is wrong.
/// </summary>
internal static class Damages
{
    private const int ChartsLooked = 60;

    /// <summary>Of children that are back: all charts are collected twice in it.</summary>
    private const int SettleMs = 2_500;

    /// <summary>What is in journals at a kill comes into segments with the next start.</summary>
    private const int LivesBefore = 3;

    /// <summary>Lives go on until a compressed store has so many segments, each of which is damaged for
    /// itself; but not without end.</summary>
    private const int SegmentsBefore = 3;
    private const int LivesMax = 24;

    public static bool Run(Rig rig, string root, Func<string, int, bool, Rig> make, Random random)
    {
        string mode = rig.Parent.Mode;
        for (int life = 0; life < LivesBefore || (life < LivesMax && IsShort(rig)); life++)
        {
            rig.Start();
            Thread.Sleep(SettleMs);
            rig.Kill();
        }

        rig.Start();
        Thread.Sleep(SettleMs);
        Notes notes = rig.Look(random, ChartsLooked);
        Thread.Sleep(SettleMs);
        rig.Kill();

        // A node of its own that has the same charts, which came to it in another order.
        using Rig other = make(Path.Combine(root, mode + "-other"), 0, true);
        for (int life = 0; life < 2; life++)
        {
            other.Start();
            Thread.Sleep(SettleMs);
            other.Kill();
        }

        bool isGood = true;
        IReadOnlyList<IWound> wounds = mode == "map" ? RingWounds.All : EngineWounds.All;
        foreach (IWound wound in wounds)
        {
            using var disk = new Copy(rig.Parent.Root, Path.Combine(root, mode + "-copy"), wound.Disk);
            if (disk.Problem != null)
            {
                Console.WriteLine($"{mode} {wound.Name}: skipped, {disk.Problem}");
                continue;
            }

            using Rig wounded = make(disk.Root, 1, false);
            if (wound.Before != LifeBefore.None)
            {
                wounded.Start();
                Thread.Sleep(SettleMs);
                (wound.Before == LifeBefore.Ended ? (Action)wounded.End : wounded.Kill)();
            }

            Losses losses = wound.Inflict(wounded, other.Parent.Cache, random);
            disk.Seal();
            isGood &= Try(wounded, notes, wound, losses);
        }

        return isGood;
    }

    private static bool IsShort(Rig rig)
    {
        string folder = Path.Combine(rig.Parent.Cache, "dbengine");
        return Directory.Exists(folder)
            && Directory.GetFiles(folder, StoreFiles.Segments + "*.edge").Length < SegmentsBefore;
    }

    private static bool Try(Rig rig, Notes notes, IWound wound, Losses losses)
    {
        string mode = rig.Parent.Mode;
        try
        {
            rig.Start();
        }
        catch (IOException error)
        {
            Console.WriteLine($"{mode} {wound.Name}: {error.Message}");
            return false;
        }

        Thread.Sleep(SettleMs);
        Verdict verdict = rig.Compare(notes, losses);
        bool stores = rig.Stores();
        bool isAlive = rig.Parent.IsAlive;
        string[] log = [.. rig.Parent.Log().Where(line => line.Contains(": ERROR", StringComparison.Ordinal)
            || line.Contains(" ERROR ", StringComparison.Ordinal)
            || line.Contains(".edge'", StringComparison.Ordinal))];

        // What hit nothing but empty bytes nobody can know of.
        bool isTold = log.Length > 0 || !wound.IsTold
            || (losses.Charts == 0 && wound.Disk == DiskKind.Plain);
        bool isGood = CrashVerb.Tell(mode, wound.Name, 1, verdict,
            $"; {verdict.Gone} gone of {verdict.Excused} that may be"
            + (isAlive ? "" : "; THE PROCESS ENDED: " + rig.Parent.LastWords)
            + (stores ? "" : "; STORES NOTHING NEW")
            + (isTold ? "" : "; NO LINE IN THE LOG"));
        Console.WriteLine($"    log: {log.FirstOrDefault() ?? "nothing"} ({log.Length} lines)");
        return isGood && isAlive && stores && isTold;
    }
}
