using System.Globalization;
using BenchmarkDotNet.Running;

namespace Edge.Bench;

/// <summary>
/// Measures: parts in this process (BenchmarkDotNet), and whole nodes from outside by the verbs below.
/// </summary>
internal static class Program
{
    private const string Usage = """
        usage: load flood|paced --target NAME=PORT,PID ... [options]  what receiving costs a parent
               footprint --target NAME=PID[,URL] ... [--seconds 60]   memory, threads and CPU of processes
               compare URL-A URL-B [SECONDS]                          two nodes of one machine by their charts
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
            case "footprint":
                return Footprint.FootprintVerb.Run(new Arguments(args[1..]));
            case "archive":
                return Archive.ArchiveVerb.Run(args[1..]);
            case "compare":
                return CompareVerb.Run(args[1..]);
            case var first when first.StartsWith("--", StringComparison.Ordinal) && first != "--help":
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new ShortConfig());
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }
}
