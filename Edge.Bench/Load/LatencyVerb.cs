using System.Diagnostics;

namespace Edge.Bench.Load;

/// <summary>
/// How long a block takes through a proxy to the socket of its parent, or into a parent until its API shows
/// the row, beside other hosts that send once a second.
/// </summary>
internal static class LatencyVerb
{
    private const string Usage = """
        usage: latency proxy|parent --target NAME=PORT,PID[,SINK-PORT] ... [--probes 1000] [--hosts 50]
                       [--charts 100] [--dimensions 10] [--key GUID]
        """;

    /// <summary>Charts of the probe: so many blocks a second.</summary>
    private const int ProbesASecond = 50;

    private const int WarmUpSeconds = 8;

    public static int Run(Arguments args)
    {
        bool isProxy = args.Words.Contains("proxy");
        List<Subject> subjects = [.. args.All("target").Select(text => new Subject(text))];
        if (subjects.Count == 0 || (!isProxy && !args.Words.Contains("parent")))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        List<(string Name, Quantiles Times, int Lost)> rows = [];
        foreach (Subject subject in subjects)
        {
            (Quantiles times, int lost) = Measure(args, subject, isProxy);
            rows.Add((subject.Name, times, lost));
        }

        Console.WriteLine($"\nlatency, ms: {(isProxy ? "through a proxy to its parent's socket (version 3)"
            : "into a parent, until /api/v1/chart shows the row")}, beside {args.Number("hosts", 50)} hosts");
        Console.WriteLine("| node | probes | p50 | p99 | max | lost |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach ((string name, Quantiles times, int lost) in rows)
        {
            Console.WriteLine($"| {name} | {times.Cells()} | {lost} |");
        }

        if (rows.Count > 1)
        {
            Console.WriteLine(string.Join(", ", rows.Skip(1).Select(other =>
                $"{other.Name} / {rows[0].Name}: "
                + $"p50 {other.Times.At(0.5) / rows[0].Times.At(0.5):0.0}, "
                + $"p99 {other.Times.At(0.99) / rows[0].Times.At(0.99):0.0}, "
                + $"max {other.Times.Max / rows[0].Times.Max:0.0}")));
        }

        return rows.TrueForAll(row => row.Lost == 0) ? 0 : 1;
    }

    private static (Quantiles Times, int Lost) Measure(Arguments args, Subject subject, bool isProxy)
    {
        string key = args.Text("key", LoadVerb.DefaultKey);
        var shape = new Shape(args.Number("charts", 100), args.Number("dimensions", 10), IsMixed: false);
        using Sink? sink = isProxy ? new Sink(subject.Number, isPlain: true) : null;
        using var probe = new Probe(subject.Port, key, ProbesASecond);
        if (sink != null)
        {
            (sink.WatchedHost, sink.Watch) = (Probe.Hostname, probe.Arrived);
        }

        List<Child> others = [];
        for (int i = 0; i < args.Number("hosts", 50); i++)
        {
            others.Add(new Child(subject.Port, key, i, shape, 1_000_000));
        }

        bool isOver = false;
        var pacer = new Thread(() => Pace(others, ref isOver));
        pacer.Start();
        probe.Begin();
        (Quantiles, int) result = Probes(probe, isProxy, args.Number("probes", 1000));
        Volatile.Write(ref isOver, true);
        pacer.Join();
        others.ForEach(child => child.Dispose());
        return result;
    }

    /// <summary>One block somewhere in each fiftieth of a second, so that as many fall into the others'
    /// bursts as chance has it, for every node.</summary>
    private static (Quantiles Times, int Lost) Probes(Probe probe, bool isProxy, int count)
    {
        var times = new Quantiles();
        int lost = 0;
        double late = 0;
        var random = new Random(1);
        int warmUp = WarmUpSeconds * ProbesASecond;
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < warmUp + count; i++)
        {
            double left = late + 1 + ((i + random.NextDouble()) / ProbesASecond) - watch.Elapsed.TotalSeconds;
            if (left > 0)
            {
                Thread.Sleep(TimeSpan.FromSeconds(left));
            }
            else
            {
                // After a block that was waited for long: no hurry, each goes at its own pace.
                late -= left;
            }

            long number = ProbesASecond + i;
            TimeSpan? took = isProxy ? probe.Through(number) : probe.Into(number);
            if (i >= warmUp && took is { } time)
            {
                times.Add(time);
            }

            lost += i >= warmUp && took == null ? 1 : 0;
        }

        return (times, lost);
    }

    private static void Pace(List<Child> others, ref bool isOver)
    {
        var watch = Stopwatch.StartNew();
        for (int second = 0; !Volatile.Read(ref isOver); second++)
        {
            foreach (Child child in others)
            {
                do
                {
                    child.Push(isResync: second < 2);
                }
                while (!child.IsBetweenRounds && !Volatile.Read(ref isOver));
            }

            double left = second + 1 - watch.Elapsed.TotalSeconds;
            if (left > 0)
            {
                Thread.Sleep(TimeSpan.FromSeconds(left));
            }
        }
    }
}
