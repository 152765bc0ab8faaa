using System.Diagnostics;
using Edge.Bench.Load;

namespace Edge.Bench.Footprint;

/// <summary>
/// What full rings take of a running parent: hosts are defined, then each sends as many rows as the history
/// has, as fast as the parent reads them. Each BEGIN says a second, and a chart ahead of the wall clock is
/// set back to it: every round is a row, so that an hour is there in a minute.
/// </summary>
internal static class HistoryVerb
{
    private const string Usage = """
        usage: history --target NAME=PORT,PID [--hosts 50] [--charts 100] [--dimensions 10] [--history 3600]
                       [--beyond BYTES-A-DIMENSION] [--above BYTES-OF-ALL] [--key GUID]
        """;

    /// <summary>The parent collects its heap five seconds after the last definition.</summary>
    private const int SettleMs = 8_000;

    private const int PacedSeconds = 15;

    public static int Run(Arguments args)
    {
        if (!args.Has("target"))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        int hosts = args.Number("hosts", 50);
        int history = args.Number("history", 3600);
        var shape = new Shape(args.Number("charts", 100), args.Number("dimensions", 10), IsMixed: false);
        string text = args.Text("target", "");
        int pid = int.Parse(text[(text.IndexOf(',') + 1)..]);
        long before = Resident(pid);
        string key = args.Text("key", LoadVerb.DefaultKey);
        var target = new Target(text, key, hosts, shape, steadyUsec: 1_000_000);
        target.Drain();
        Thread.Sleep(SettleMs);
        long defined = Resident(pid);
        var watch = Stopwatch.StartNew();

        // The first round makes no row, the second the first one.
        for (int row = 0; row <= history; row++)
        {
            target.Tick(0, hosts, isResync: false);
        }

        target.Drain();
        double seconds = watch.Elapsed.TotalSeconds;
        target.Dispose();
        Thread.Sleep(SettleMs);

        // Now as children are: once a second, with the buffers that this needs.
        using var paced = new Target(text, key, hosts, shape, steadyUsec: 1_000_000);
        for (int i = 0; i < PacedSeconds; i++)
        {
            paced.Tick(0, hosts, isResync: i < 2);
            Thread.Sleep(1_000);
        }

        Print(args, target.Name, (before, defined, Resident(pid)), (hosts, history, seconds), shape);
        return 0;
    }

    private static void Print(Arguments args, string name, (long Before, long Defined, long Full) bytes,
        (int Hosts, int History, double Seconds) run, Shape shape)
    {
        long dimensions = (long)run.Hosts * shape.Samples;
        long samples = dimensions * run.History * sizeof(uint);
        double beyond = (bytes.Full - bytes.Before - samples) / (double)dimensions;
        double allowed = args.Real("beyond", 200);
        double above = args.Real("above", 0);
        string of = $"{run.Hosts} x {shape.Charts} x {shape.Dimensions}, history {run.History}";
        Console.WriteLine($"| {name} | {of} | {Mb(bytes.Before)} | {Mb(bytes.Defined)} | {Mb(bytes.Full)} "
            + $"| {Mb(samples)} | {beyond:0} of {allowed:0} {Verdict(beyond <= allowed)} |"
            + (above > 0 ? $" {Mb(samples + (long)above)} {Verdict(bytes.Full <= samples + above)} |" : " |")
            + $" {dimensions * run.History / run.Seconds / 1e6:0.0} |");
    }

    private static string Verdict(bool holds) => holds ? "holds" : "OVER";

    /// <summary>Decimal megabytes.</summary>
    private static string Mb(long bytes) => (bytes / 1e6).ToString("0.0");

    private static long Resident(int pid) =>
        1024 * ProcessCost.Kib(File.ReadAllLines($"/proc/{pid}/status"), "VmRSS:");
}
