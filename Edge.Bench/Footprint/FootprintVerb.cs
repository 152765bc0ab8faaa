using System.Diagnostics;

namespace Edge.Bench.Footprint;

/// <summary>Memory, threads and CPU of running processes, side by side over the same seconds.</summary>
internal static class FootprintVerb
{
    public static int Run(Arguments args)
    {
        Subject[] subjects = [.. args.All("target").Concat(args.Words.Select(pid => $"{pid}={pid}"))
            .Select(text => new Subject(text))];
        if (subjects.Length == 0)
        {
            Console.Error.WriteLine("usage: footprint --target NAME=PID[,URL] ... [--seconds 60]");
            return 2;
        }

        int seconds = args.Number("seconds", 60);
        var watch = Stopwatch.StartNew();
        Array.ForEach(subjects, subject => subject.Start());
        for (int second = 1; second <= seconds; second++)
        {
            double left = second - watch.Elapsed.TotalSeconds;
            Thread.Sleep(TimeSpan.FromSeconds(Math.Max(left, 0)));

            // So that threads which end meanwhile are counted up to their last second.
            Array.ForEach(subjects, subject => subject.Cost.CpuNs());
        }

        Row[] rows = [.. subjects.Select(subject => subject.Read(watch.Elapsed.TotalSeconds))];
        Print(rows, seconds);
        return 0;
    }

    private static void Print(Row[] rows, int seconds)
    {
        Console.WriteLine($"\nfootprint over {seconds} seconds");
        Console.WriteLine("| process | RSS MiB | PSS MiB | anonymous MiB | threads | CPU % | charts "
            + "| dimensions | CPU us a second and dimension |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (Row row in rows)
        {
            Console.WriteLine($"| {row.Name} | {row.RssKib / 1024.0:0.00} | {row.PssKib / 1024.0:0.00} "
                + $"| {row.AnonymousKib / 1024.0:0.00} | {row.Threads} | {row.CpuPercent:0.000} "
                + $"| {row.Charts} | {row.Dimensions} | {row.UsecPerDimension:0.00} |");
        }

        foreach (Row other in rows.Skip(1))
        {
            Console.WriteLine($"{other.Name} / {rows[0].Name}: RSS {Ratio(other.RssKib, rows[0].RssKib)}, "
                + $"PSS {Ratio(other.PssKib, rows[0].PssKib)}, "
                + $"anonymous {Ratio(other.AnonymousKib, rows[0].AnonymousKib)}, "
                + $"CPU {Ratio(other.CpuPercent, rows[0].CpuPercent)}, "
                + $"CPU a dimension {Ratio(other.UsecPerDimension, rows[0].UsecPerDimension)}");
        }
    }

    private static string Ratio(double a, double b) => b > 0 ? (a / b).ToString("0.00") : "-";
}
