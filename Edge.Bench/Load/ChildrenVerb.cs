using System.Diagnostics;

namespace Edge.Bench.Load;

/// <summary>
/// Very many small children on one parent, once a second, from this one process: whether all stay, and what a
/// host and a dimension cost. Each target has its own number of them.
/// </summary>
internal static class ChildrenVerb
{
    private const string Usage = """
        usage: children --target NAME=PORT,PID,CHILDREN ... [--charts 20] [--dimensions 5] [--seconds 120]
                        [--key GUID]
        """;

    /// <summary>CPU of the time before, in which charts are made, does not count.</summary>
    private const double WarmUpPart = 0.25;

    public static int Run(Arguments args)
    {
        List<Subject> subjects = [.. args.All("target").Select(text => new Subject(text))];
        if (subjects.Count == 0)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var shape = new Shape(args.Number("charts", 20), args.Number("dimensions", 5), IsMixed: false);
        List<Row> rows = [];
        foreach (Subject subject in subjects)
        {
            rows.Add(Measure(
                subject, shape, args.Number("seconds", 120), args.Text("key", LoadVerb.DefaultKey)));
        }

        Console.WriteLine($"\nchildren x {shape.Charts} x {shape.Dimensions}, once a second");
        Console.WriteLine("| parent | children | dropped | RSS MiB, empty | RSS MiB, at the end | KiB a host "
            + "| bytes a dimension | CPU % | CPU % a 1,000 children |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (Row row in rows)
        {
            Console.WriteLine($"| {row.Name} | {row.Children} | {row.Dropped} | {row.EmptyMib:0.0} "
                + $"| {row.FullMib:0.0} | {row.HostKib:0.0} | {row.HostKib * 1024 / shape.Samples:0} "
                + $"| {row.CpuPercent:0.0} | {row.CpuPercent * 1000 / row.Children:0.0} |");
        }

        if (rows.Count > 1)
        {
            Console.WriteLine(string.Join(", ", rows.Skip(1).Select(other =>
                $"{other.Name} / {rows[0].Name}: memory a host {other.HostKib / rows[0].HostKib:0.0}, CPU a "
                + $"child {other.ChildCpu / rows[0].ChildCpu:0.0}")));
        }

        return rows[0].Dropped == 0 ? 0 : 1;
    }

    private static Row Measure(Subject subject, Shape shape, int seconds, string key)
    {
        double empty = subject.RssMib();
        var cost = new ProcessCost(subject.Pid);
        List<Child> children = [];
        int dropped = 0;
        for (int i = 0; i < subject.Number; i++)
        {
            children.Add(new Child(subject.Port, key, i, shape, 1_000_000));
        }

        var watch = Stopwatch.StartNew();
        int warmUp = (int)(seconds * WarmUpPart);
        long cpu = 0;
        double from = 0;
        for (int second = 0; second < seconds; second++)
        {
            double left = second - watch.Elapsed.TotalSeconds;
            if (left > 0)
            {
                Thread.Sleep(TimeSpan.FromSeconds(left));
            }

            if (second == warmUp)
            {
                (cpu, from) = (cost.CpuNs(), watch.Elapsed.TotalSeconds);
            }

            dropped += children.RemoveAll(child => !Send(child, isResync: second < 2));
        }

        double percent = (cost.CpuNs() - cpu) / 1e7 / (watch.Elapsed.TotalSeconds - from);
        var row = new Row(subject.Name, subject.Number, dropped, empty, subject.RssMib(), percent);
        children.ForEach(child => child.Dispose());
        return row;
    }

    /// <summary>One round, and what is left of the one before. False: the parent has closed.</summary>
    private static bool Send(Child child, bool isResync)
    {
        try
        {
            bool isRest = !child.IsBetweenRounds;
            bool isTaken = child.Push(isResync);
            if (isRest && isTaken && child.IsBetweenRounds)
            {
                child.Push(isResync);
            }

            return true;
        }
        catch (IOException error)
        {
            Console.Error.WriteLine($"error: {error.Message}");
            child.Dispose();
            return false;
        }
    }

    private sealed record Row(
        string Name, int Children, int Dropped, double EmptyMib, double FullMib, double CpuPercent)
    {
        public double ChildCpu => CpuPercent / Children;

        public double HostKib => (FullMib - EmptyMib) * 1024 / Children;
    }
}
