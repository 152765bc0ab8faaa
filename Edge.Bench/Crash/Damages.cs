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

    public static bool Run(Rig rig, string root, Func<string, int, bool, Rig> make, Random random)
    {
        string mode = rig.Parent.Mode;
        rig.Start();
        Thread.Sleep(SettleMs);
        Notes notes = rig.Look(random, ChartsLooked);
        Thread.Sleep(SettleMs);
        rig.Kill();

        // A node of its own that has the same charts, which came to it in another order.
        using Rig other = make(Path.Combine(root, mode + "-other"), 0, true);
        for (int lives = 0; lives < 2; lives++)
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
            if (wound.IsOfClosed)
            {
                wounded.Start();
                Thread.Sleep(SettleMs);
                wounded.End();
            }

            HashSet<(int Host, int Chart)>? damaged = wound.Inflict(wounded, other.Parent.Cache, random);
            disk.Seal();
            isGood &= Try(wounded, notes, wound, damaged);
        }

        return isGood;
    }

    private static bool Try(Rig rig, Notes notes, IWound wound, HashSet<(int Host, int Chart)>? damaged)
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
        Verdict verdict = rig.Compare(notes, chart => damaged == null || damaged.Contains(chart));
        bool stores = rig.Stores();
        bool isAlive = rig.Parent.IsAlive;
        string[] log = [.. rig.Parent.Log().Where(line => line.Contains(": ERROR", StringComparison.Ordinal)
            || line.Contains(" ERROR ", StringComparison.Ordinal)
            || line.Contains(".edge'", StringComparison.Ordinal))];
        bool isTold = log.Length > 0 || !wound.IsTold;
        bool isGood = CrashVerb.Tell(mode, wound.Name, 1, verdict, $"; {verdict.Gone} gone with the damage"
            + (isAlive ? "" : "; THE PROCESS ENDED: " + rig.Parent.LastWords)
            + (stores ? "" : "; STORES NOTHING NEW")
            + (isTold ? "" : "; NO LINE IN THE LOG"));
        Console.WriteLine($"    log: {log.FirstOrDefault() ?? "nothing"} ({log.Length} lines)");
        return isGood && isAlive && stores && isTold;
    }
}
