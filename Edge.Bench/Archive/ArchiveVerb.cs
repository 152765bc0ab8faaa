using System.Text;
using Edge.Archive;
using Edge.Store;

namespace Edge.Bench.Archive;

/// <summary>Bytes a sample of a recorded stream at several block lengths, and the speed of sealing and
/// reading.</summary>
internal static class ArchiveVerb
{
    private const long StartUsec = 1_600_000_000_700_000;

    public static int Run(string[] args)
    {
        foreach (string path in args)
        {
            Console.WriteLine(path);
            foreach (int rows in (int[])[60, 120, 180, 300, 1024])
            {
                Measure(File.ReadAllBytes(path), rows);
            }
        }

        return 0;
    }

    private static void Measure(byte[] stream, int rows)
    {
        var host = new Host(
            new HostInfo { Hostname = "a", RegistryHostname = "a", MachineGuid = Guid.Empty.ToString() },
            new StoreOptions { Mode = MemoryMode.Ram, HistoryEntries = 3996 });
        using var blocks = new BlockOutlet(rows);
        host.Outlets = [blocks];
        Feed(host, Encoding.UTF8.GetString(stream));
        blocks.Seal();
        Console.WriteLine($"  {rows,4} rows: {blocks.Report()}");
    }

    /// <summary>The lines that matter here; the wall clock is what one chart says of itself.</summary>
    private static void Feed(Host host, string text)
    {
        long elapsedUsec = 0;
        Chart? chart = null;
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split('"');
            string Word(int i) => words.Length > (2 * i) + 1 ? words[(2 * i) + 1] : "";
            long now = StartUsec + elapsedUsec;
            if (line.StartsWith("CHART ", StringComparison.Ordinal))
            {
                string id = Word(0);
                chart = host.Define(new ChartDefinition
                {
                    Type = id[..id.IndexOf('.')], Id = id[(id.IndexOf('.') + 1)..],
                    UpdateEvery = int.Parse(words[14].Trim().Split(' ')[1]),
                });
            }
            else if (line.StartsWith("DIMENSION ", StringComparison.Ordinal))
            {
                string[] scale = words[6].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                Algorithm algorithm = AlgorithmNames.Parse(Encoding.UTF8.GetBytes(Word(2)));
                chart!.Define(Word(0), null, algorithm, long.Parse(scale[0]), long.Parse(scale[1]));
            }
            else if (line.StartsWith("BEGIN ", StringComparison.Ordinal))
            {
                chart = host.Find(Word(0));
                long usec = long.TryParse(words[2], out long said) ? said : 0;
                elapsedUsec += chart!.Id != "system.cpu" ? 0 : usec > 0 ? usec : 1_000_000;
                chart.Begin(usec);
            }
            else if (line.StartsWith("SET ", StringComparison.Ordinal) && words[2].Length > 3)
            {
                chart!.Set(chart.Find(Word(0))!, long.Parse(words[2][3..]), now);
            }
            else if (line == "END")
            {
                chart!.Commit(now);
            }
        }
    }
}
