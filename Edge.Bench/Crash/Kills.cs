using System.Diagnostics;

namespace Edge.Bench.Crash;

/// <summary>
/// Rounds of: children store, what is readable is noted, SIGKILL, the parent starts on the same files, the
/// children come again without what they had sent, and what was noted is looked for. A round begins where
/// the one before ended. Some parents are killed while they start, too.
/// </summary>
internal static class Kills
{
    private const int ChartsLooked = 10;
    private const double SecondsMin = 0.5;

    /// <summary>One start in so many is killed within its first fractions of a second.</summary>
    private const int StartsPerKill = 8;

    private const int StartMsMax = 400;

    public static bool Run(Rig rig, Arguments args, Random random)
    {
        int rounds = args.Number("rounds", 50);
        double max = Math.Max(SecondsMin, args.Real("seconds-max", 8));

        // A mapped row is the kernel's at once; the journal has a second to gather.
        double grace = args.Real("grace", rig.Parent.Mode == "map" ? 0 : 1);
        var sum = new Verdict();
        int early = 0;
        int done = 0;
        rig.Start();
        for (; done < rounds; done++)
        {
            var watch = Stopwatch.StartNew();
            double delay = SecondsMin + (random.NextDouble() * (max - SecondsMin));
            Sleep(delay - grace - watch.Elapsed.TotalSeconds);
            Notes notes = rig.Look(random, args.Number("looks", ChartsLooked));
            Sleep(grace);
            rig.Kill();
            if (random.Next(StartsPerKill) == 0)
            {
                early++;
                rig.Parent.Start();
                Thread.Sleep(random.Next(StartMsMax));
                rig.Parent.Kill();
            }

            rig.Start();
            Verdict verdict = rig.Compare(notes);
            sum.Add(verdict);
            if (!verdict.IsGood)
            {
                Console.WriteLine($"    round {done}: {verdict.Compared} compared, {verdict.Lost} lost, "
                    + $"{verdict.Wrong} wrong: {verdict.First}");
            }
        }

        rig.Kill();
        return CrashVerb.Tell(rig.Parent.Mode, "kill", done, sum, $"; {early} killed at the start, too");
    }

    private static void Sleep(double seconds)
    {
        if (seconds > 0)
        {
            Thread.Sleep(TimeSpan.FromSeconds(seconds));
        }
    }
}
