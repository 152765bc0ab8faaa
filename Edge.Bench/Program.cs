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
               history --target NAME=PORT,PID ...                memory of a parent's full rings
               rings [--hosts 50] [--charts 100] [--dimensions 10] [--history 3600]   memory of full rings
               compare URL-A URL-B [SECONDS]                          two nodes of one machine by their charts
               samples URL-A URL-B AFTER BEFORE [FILE]                a chain's two ends by their samples
               relay PORT PARENT-PORT [--width 2000]                  a line that HUP makes narrow
               rubbish FIRST-PORT                                     what is no parent, each kind on a port
               holes URL-AT-PARENT AFTER BEFORE [URL-OF-CHILD]        what an outage left out
               crash --edge PATH [options]                            kills and damage of what is kept
               archive STREAM ...                                     bytes a sample of recordings, on disk
               store STREAM ... [--seconds 3600]                      what the compressed store writes
               fill --port N [--rows 3600] [--charts 1] ...           an hour, by replication
               folder PATH [--quota 256] [--hosts 10]                 a full folder of the compressed store
               stored URL, rows URL                                   samples of a host; a chart's hour
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
            case "history":
                return Footprint.HistoryVerb.Run(new Arguments(args[1..]));
            case "rings":
                return Footprint.RingsVerb.Run(new Arguments(args[1..]));
            case "archive":
                return Archive.ArchiveVerb.Run(args[1..]);
            case "store":
                return Database.StoreVerb.Run(new Arguments(args[1..]));
            case "fill":
                return Database.FillVerb.Run(new Arguments(args[1..]));
            case "folder":
                return Database.FolderVerb.Run(new Arguments(args[1..]));
            case "stored":
                return Database.StoredVerb.Samples(args[1..]);
            case "rows":
                return Database.StoredVerb.Rows(args[1..]);
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
