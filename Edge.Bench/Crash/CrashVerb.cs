using System.Globalization;
using Edge.Bench.Load;

namespace Edge.Bench.Crash;

/// <summary>
/// Kills a parent at random moments while it stores, and damages its files: what it showed before, it shows
/// again; never another chart's samples; never a process that ends by itself. Prints a line for each kind.
/// </summary>
internal static class CrashVerb
{
    private const string Usage = """
        usage: crash --edge PATH [--rounds 50] [--mode map|dbengine|both] [--port 21600] [--hosts 20]
                     [--charts 50] [--dimensions 50] [--seconds-max 8] [--grace SECONDS] [--seed N]
                     [--directory DIR] [--no-damage | --no-kill]
        """;

    public static int Run(Arguments args)
    {
        string edge = args.Text("edge", "");
        string mode = args.Text("mode", "both");
        var shape = new Shape(args.Number("charts", 50), args.Number("dimensions", 50), IsMixed: false);
        int hosts = args.Number("hosts", 20);
        if (!File.Exists(edge) || !(mode is "map" or "dbengine" or "both")
            || hosts * shape.Samples > Code.DimensionsMax)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        int seed = args.Number("seed", Environment.TickCount & 0xFFFF);
        string root = args.Text("directory", "");
        bool isOwn = root == "";
        root = isOwn ? Directory.CreateTempSubdirectory("edge-crash-").FullName : root;
        Console.WriteLine($"{hosts} hosts x {shape.Charts} charts x {shape.Dimensions} dimensions a second, "
            + $"seed {seed.ToString(CultureInfo.InvariantCulture)}");
        bool isGood = true;
        try
        {
            foreach (string one in mode == "both" ? (string[])["map", "dbengine"] : [mode])
            {
                string directory = Path.Combine(root, one);
                using var rig = new Rig(edge, directory, one, args.Number("port", 21600), shape, hosts);
                isGood &= args.Has("no-kill") || Kills.Run(rig, args, new Random(seed));
                Rig Make(string at, int port, bool isReversed) =>
                    new(edge, at, one, args.Number("port", 21600) + port, shape, hosts, isReversed);
                isGood &= args.Has("no-damage") || Damages.Run(rig, root, Make, new Random(seed));
            }
        }
        finally
        {
            if (isOwn)
            {
                Directory.Delete(root, recursive: true);
            }
        }

        return isGood ? 0 : 1;
    }

    /// <summary>The line of a kind; true: nothing is lost or wrong, and something was compared.</summary>
    public static bool Tell(string mode, string kind, int rounds, Verdict verdict, string more = "")
    {
        Console.WriteLine($"{mode} {kind}: {rounds} rounds, {verdict.Compared} samples compared, "
            + $"{verdict.Lost} lost, {verdict.Wrong} wrong" + more);
        if (verdict.First != null)
        {
            Console.WriteLine($"    first: {verdict.First}");
        }

        return verdict.IsGood && verdict.Compared > 0;
    }
}
