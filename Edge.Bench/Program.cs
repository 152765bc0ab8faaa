using System.Globalization;
using BenchmarkDotNet.Running;

namespace Edge.Bench;

/// <summary>
/// Measures: parts in this process (BenchmarkDotNet), and whole nodes from outside by the verbs below.
/// </summary>
internal static class Program
{
    private const string Usage = """
        usage: load flood|paced --target NAME=PORT,PID ... [options]  what receiving (and passing on) costs
               latency proxy|parent --target ... [options]            how long a block takes
               fairness --target ... [options]                        connects of others beside a flood
               children --target NAME=PORT,PID,N ... [options]        very many small children
               footprint --target NAME=PID[,URL] ... [--seconds 60]   memory, threads and CPU of processes
               compare URL-A URL-B [SECONDS]                          two nodes of one machine by their charts
               samples URL-A URL-B AFTER BEFORE [FILE]                a chain's two ends by their samples
               relay PORT PARENT-PORT [--width 2000]                  a line that HUP makes narrow
               rubbish FIRST-PORT                                     what is no parent, each kind on a port
               holes URL-AT-PARENT AFTER BEFORE [URL-OF-CHILD]        what an outage left out
               crash --edge PATH [options]                            kills and damage of what is kept
               archive STREAM ...                                     bytes a sample of recordings, on disk
               --filter '*' [options of BenchmarkDotNet]              the parts, one by one
        """;

    private static int Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        switch (args.Length > 0 ? args[0] : "")
        {
            case "load":
                return Load.LoadVerb.Run(new Arguments(args[1..]));
            case "latency":
                return Load.LatencyVerb.Run(new Arguments(args[1..]));
            case "fairness":
                return Load.FairnessVerb.Run(new Arguments(args[1..]));
            case "children":
                return Load.ChildrenVerb.Run(new Arguments(args[1..]));
            case "footprint":
                return Footprint.FootprintVerb.Run(new Arguments(args[1..]));
            case "crash":
                return Crash.CrashVerb.Run(new Arguments(args[1..]));
            case "archive":
                return Archive.ArchiveVerb.Run(args[1..]);
            case "compare":
                return CompareVerb.Run(args[1..]);
            case "samples":
                return SamplesVerb.Run(args[1..]);
            case "relay":
                return Outage.RelayVerb.Run(new Arguments(args[1..]));
            case "rubbish":
                return Outage.RubbishVerb.Run(new Arguments(args[1..]));
            case "holes":
                return Outage.HolesVerb.Run(args[1..]);
            case var first when first.StartsWith("--", StringComparison.Ordinal) && first != "--help":
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new ShortConfig());
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }
}
