using System.Globalization;

namespace Edge.Bench.Outage;

/// <summary>A relay in front of a parent until TERM; each HUP makes it narrow, or wide again.</summary>
internal static class RelayVerb
{
    private const int WidthStandard = 2000;

    /// <param name="arguments">Port it listens on, port of the parent, and <c>--width</c> in bytes a second
    /// of each child while it is narrow.</param>
    /// <returns>2 for wrong usage.</returns>
    public static int Run(Arguments arguments)
    {
        if (arguments.Words.Count != 2)
        {
            Console.Error.WriteLine("usage: relay PORT PARENT-PORT [--width 2000]");
            return 2;
        }

        int width = arguments.Number("width", WidthStandard);
        using var relay = new Relay(Port(arguments.Words[0]), Port(arguments.Words[1]));
        Signalled.Wait(() => relay.Width = relay.Width == 0 ? width : 0);
        Console.WriteLine($"{relay.Connects} connects");
        return 0;
    }

    private static int Port(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
