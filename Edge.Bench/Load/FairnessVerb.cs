using System.Diagnostics;

namespace Edge.Bench.Load;

/// <summary>
/// How long other children wait for their connect and the answer to their handshake while one child floods.
/// </summary>
internal static class FairnessVerb
{
    private const string Usage =
        "usage: fairness --target NAME=PORT,PID ... [--connects 200] [--every MS] [--key GUID]";

    public static int Run(Arguments args)
    {
        string key = args.Text("key", LoadVerb.DefaultKey);
        int connects = args.Number("connects", 200);
        List<Subject> subjects = [.. args.All("target").Select(text => new Subject(text))];
        if (subjects.Count == 0)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        List<(string Name, Quantiles Calm, Quantiles Beside, double Flood)> rows = [];
        foreach (Subject subject in subjects)
        {
            Quantiles calm = Connects(subject, key, connects, args.Number("every", 20), first: 1000);
            (Quantiles beside, double rate) = Beside(subject, key, connects, args.Number("every", 20));
            rows.Add((subject.Name, calm, beside, rate));
        }

        Console.WriteLine("\nfairness: connect and handshake of others, ms; one child floods");
        Console.WriteLine("| parent | others | connects | p50 | p99 | max | flood, M samples/s |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach ((string name, Quantiles calm, Quantiles beside, double flood) in rows)
        {
            Console.WriteLine($"| {name} | alone | {calm.Cells()} | 0 |");
            Console.WriteLine($"| {name} | beside a flood | {beside.Cells()} | {flood:0.00} |");
        }

        if (rows.Count > 1)
        {
            Console.WriteLine(string.Join(", ", rows.Skip(1).Select(other => $"max {other.Name} / "
                + $"{rows[0].Name}: {other.Beside.Max / rows[0].Beside.Max:0.0}")));
        }

        return 0;
    }

    private static (Quantiles Times, double FloodRate) Beside(
        Subject subject, string key, int connects, int everyMs)
    {
        var shape = new Shape(100, 10, IsMixed: false);
        using var flood = new Child(subject.Port, key, 0, shape, 0);
        bool isOver = false;
        var thread = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                if (!flood.Push(isResync: true))
                {
                    flood.Socket.Poll(100_000, System.Net.Sockets.SelectMode.SelectWrite);
                }
            }
        });
        thread.Start();
        var watch = Stopwatch.StartNew();
        Thread.Sleep(500);
        Quantiles times = Connects(subject, key, connects, everyMs, first: 2000);
        Volatile.Write(ref isOver, true);
        thread.Join();
        return (times, flood.Rounds * shape.Samples / watch.Elapsed.TotalSeconds / 1e6);
    }

    private static Quantiles Connects(Subject subject, string key, int connects, int everyMs, int first)
    {
        var times = new Quantiles();
        var shape = new Shape(1, 1, IsMixed: false);
        for (int i = 0; i < connects; i++)
        {
            using var child = new Child(subject.Port, key, first + i, shape, 0);
            times.Add(child.Greeted);
            Thread.Sleep(everyMs);
        }

        return times;
    }
}
