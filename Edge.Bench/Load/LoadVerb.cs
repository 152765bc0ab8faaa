using System.Diagnostics;

namespace Edge.Bench.Load;

/// <summary>
/// What receiving costs parents. Several targets are measured in the same sitting: floods in turn, paced
/// streams side by side. A window starts and ends with nothing on the way (see <see cref="Backlog"/>), so the
/// samples counted are those that the parent has read; CPU is counted for the parent's process alone.
/// </summary>
internal static class LoadVerb
{
    public const string DefaultKey = "11111111-2222-3333-4444-555555555555";

    /// <summary>A parent has work of its own for a while after hosts have connected.</summary>
    private const int PacedWarmUpSeconds = 20;

    /// <summary>The rest of the second belongs to the parents.</summary>
    private const double SpreadSeconds = 0.45;

    private const string Usage = """
        usage: load flood|paced --target NAME=PORT,PID[,SINK-PORT] ...
                    [--connections N] [--charts N] [--dimensions N]
                    [--windows N] [--seconds N] [--warm-up SECONDS] [--spread] [--key GUID] [--mixed]
                    [--sink-version 3|own] [--unchecked]
        """;

    public static int Run(Arguments args)
    {
        bool isFlood = args.Words.Contains("flood");
        var shape = new Shape(args.Number("charts", 100), args.Number("dimensions", 10), args.Has("mixed"));
        int connections = args.Number("connections", isFlood ? 1 : 50);
        int windows = args.Number("windows", 3);
        double seconds = args.Real("seconds", isFlood ? 2 : 10);
        List<Target> targets = [];
        try
        {
            foreach (string text in args.All("target"))
            {
                targets.Add(new Target(
                    text, args.Text("key", DefaultKey), connections, shape, isFlood ? 0 : 1_000_000,
                    args.Text("sink-version", "3") == "3"));
            }

            if (targets.Count == 0 || (!isFlood && !args.Words.Contains("paced")))
            {
                Console.Error.WriteLine(Usage);
                return 2;
            }

            if (isFlood)
            {
                Floods(targets, windows, seconds);
            }
            else
            {
                Paced(targets, windows, (int)seconds, args.Number("warm-up", PacedWarmUpSeconds),
                    args.Has("spread") ? connections : 1);
            }

            string kind = args.Words[0] + (shape.IsMixed ? " mixed" : "");
            Report(targets, $"{kind}, {connections} x {shape.Charts} x {shape.Dimensions}");
            targets.ForEach(target => target.ReportSink());
            return args.Has("unchecked") ? 0 : Checks(targets);
        }
        finally
        {
            targets.ForEach(target => target.Dispose());
        }
    }

    private static void Floods(List<Target> targets, int windows, double seconds)
    {
        foreach (Target target in targets)
        {
            target.Flood(Math.Min(1.5, seconds));
        }

        for (int i = 0; i < windows; i++)
        {
            foreach (Target target in targets)
            {
                target.Windows.Add(target.Flood(seconds));
            }
        }
    }

    /// <param name="targets">All at the same time.</param>
    /// <param name="windows">How many.</param>
    /// <param name="seconds">Length of each.</param>
    /// <param name="warmUpSeconds">Before the first.</param>
    /// <param name="groups">1: all hosts at the start of each second, as machines with one clock do. More:
    /// the hosts
    /// in so many groups over the first half of it, which costs a parent that many wake-ups.</param>
    private static void Paced(List<Target> targets, int windows, int seconds, int warmUpSeconds, int groups)
    {
        var watch = Stopwatch.StartNew();
        long tick = 0;
        for (; tick < warmUpSeconds; tick++)
        {
            TickAll(targets, watch, tick, groups);
        }

        for (int i = 0; i < windows; i++)
        {
            // Half a second behind a tick everything of it has been read.
            long[] cpu = [.. targets.Select(target => target.Cost.CpuNs())];
            long[] samples = [.. targets.Select(target => target.Samples)];
            double start = watch.Elapsed.TotalSeconds;
            for (int second = 0; second < seconds; second++, tick++)
            {
                TickAll(targets, watch, tick, groups);
            }

            for (int t = 0; t < targets.Count; t++)
            {
                targets[t].Windows.Add(new Window(
                    targets[t].Samples - samples[t],
                    (targets[t].Cost.CpuNs() - cpu[t]) / 1e9,
                    watch.Elapsed.TotalSeconds - start));
            }
        }
    }

    /// <summary>The round of a second, then half a second in which the parents do their work.</summary>
    private static void TickAll(List<Target> targets, Stopwatch watch, long tick, int groups)
    {
        int size = targets[0].Connections / groups;
        for (int group = 0; group < groups; group++)
        {
            SleepUntil(watch, tick + (SpreadSeconds * group / groups));
            targets.ForEach(target => target.Tick(group * size, size, isResync: tick < 2));
        }

        targets.ForEach(target => target.Drain());
        SleepUntil(watch, tick + 0.5);
        if (watch.Elapsed.TotalSeconds > tick + 0.9)
        {
            Console.Error.WriteLine($"warning: second {tick} took {watch.Elapsed.TotalSeconds - tick:0.0} s");
        }
    }

    private static void SleepUntil(Stopwatch watch, double second)
    {
        double left = second - watch.Elapsed.TotalSeconds;
        if (left > 0)
        {
            Thread.Sleep(TimeSpan.FromSeconds(left));
        }
    }

    private static void Report(List<Target> targets, string title)
    {
        Console.WriteLine($"\n{title}");
        Console.WriteLine("| parent | million samples per CPU second, median (windows) | million a second "
            + "| CPU % | RSS MiB |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (Target target in targets)
        {
            string[] status = File.ReadAllLines($"/proc/{target.Cost.Pid}/status");
            Window median = Median(target);
            string all = string.Join(' ', target.Windows.Select(window => window.Rate.ToString("0.00")));
            Console.WriteLine($"| {target.Name} | {median.Rate:0.00} ({all}) | {median.Speed:0.00} "
                + $"| {median.Percent:0.0} | {ProcessCost.Kib(status, "VmRSS:") / 1024.0:0.0} |");
        }

        if (targets.Count > 1)
        {
            double first = Median(targets[0]).Rate;
            Console.WriteLine(string.Join(", ", targets.Skip(1).Select(other =>
                $"{targets[0].Name} / {other.Name}: {first / Median(other).Rate:0.00}")));
        }
    }

    private static Window Median(Target target) =>
        target.Windows.OrderBy(window => window.Rate).ElementAt(target.Windows.Count / 2);

    private static int Checks(List<Target> targets)
    {
        string[] failures = [.. targets.Select(target => target.Check()).Where(text => text != "")];
        foreach (string failure in failures)
        {
            Console.Error.WriteLine($"error: {failure}");
        }

        return failures.Length == 0 ? 0 : 1;
    }
}
