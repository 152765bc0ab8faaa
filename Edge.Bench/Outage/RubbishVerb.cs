using System.Globalization;

namespace Edge.Bench.Outage;

/// <summary>One server for each kind of rubbish, on ports in a row, until TERM.</summary>
internal static class RubbishVerb
{
    /// <param name="arguments">The first port; the kinds follow in the order of their definition.</param>
    /// <returns>2 for wrong usage. Prints KIND PORT CONNECTS at the end.</returns>
    public static int Run(Arguments arguments)
    {
        if (arguments.Words.Count != 1)
        {
            Console.Error.WriteLine("usage: rubbish FIRST-PORT");
            return 2;
        }

        int first = int.Parse(arguments.Words[0], CultureInfo.InvariantCulture);
        List<RubbishServer> servers =
            [.. Enum.GetValues<Rubbish>().Select((kind, i) => new RubbishServer(first + i, kind))];
        Signalled.Wait(static () => { });
        foreach (RubbishServer server in servers)
        {
            Console.WriteLine($"{server.Kind} {server.Port} {server.Connects}");
            server.Dispose();
        }

        return 0;
    }
}
