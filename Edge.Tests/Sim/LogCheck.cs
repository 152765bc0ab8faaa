using System.Globalization;

namespace Edge.Tests.Sim;

/// <summary>The lines of one life of a node against what has happened in it. After an orderly stop.</summary>
internal static class LogCheck
{
    private const string Completed = "disconnected (completed ";

    public static void Finish(SimNode node, IReadOnlyList<string> lines, long commits)
    {
        const string Connected = "'CONNECTED' host";
        const string Disconnected = "'DISCONNECTED' host";
        int Count(string text) => lines.Count(line => line.Contains(text, StringComparison.Ordinal));
        string name = node.Name;

        // A round whose only destination is to be left alone is over without a dial; one over several dials
        // each that is not.
        int rounds = Count(": connecting...");
        bool hasSeveral = node.Plan.ParentNames.Count() > 1;
        Same($"{name} dials", node.Dial.Dials,
            hasSeveral ? Count(": attempting to connect to '") : rounds - Count(": skipping destination "));
        int initialized = Count("[send to ") == 0 ? 0 : lines.Count(static line =>
            line.Contains("[send to ", StringComparison.Ordinal)
            && line.EndsWith("initializing communication...", StringComparison.Ordinal));
        int stops = Count("signaling sending thread to stop...");
        Between($"{name} failed rounds", rounds - initialized - Count(": failed to connect"), stops);
        int established = Count("established communication with a parent")
            + lines.Count(static line => line.Contains("[send to ", StringComparison.Ordinal)
                && line.Contains("established link with negotiated", StringComparison.Ordinal));
        int unanswered = Count("is not replying properly") + Count("remote netdata does not respond")
            + Count("rejected this stream") + Count("failed to send HTTP header")
            + Count("too busy now to accept");
        Between($"{name} hand-shakes", initialized - established - unanswered, stops);
        int ended = Count("Restarting connection") + Count("could not send metrics for")
            + Count("failed to send metrics") - Pairs(lines);
        Between($"{name} ends", established - ended, stops);
        Same($"{name} connects", Count(Connected), Count(Disconnected));
        Same($"{name} received", Count(Connected), node.Connects);
        Same($"{name} bugs", 0, Count("BUG"));

        // Every answer to a request for history counts as one.
        long updates = lines.Where(static line => line.Contains(Completed)).Sum(Updates);
        Between($"{name} updates", updates - commits, node.Asked);
        SimBrokenException.Unless(
            Count("not ready - ") <= established + node.Hosts.All.Length, $"{name} repeats itself");
    }

    /// <summary>A parent that goes while something is pending is told in two lines of its sender.</summary>
    private static int Pairs(IReadOnlyList<string> lines)
    {
        int pairs = 0;
        for (int i = 1; i < lines.Count; i++)
        {
            pairs += lines[i].Contains("failed to send metrics", StringComparison.Ordinal)
                && lines[i - 1].Contains("closed by far end", StringComparison.Ordinal)
                && lines[i].Split(" : ")[0] == lines[i - 1].Split(" : ")[0] ? 1 : 0;
        }

        return pairs;
    }

    private static long Updates(string line)
    {
        int at = line.IndexOf(Completed, StringComparison.Ordinal) + Completed.Length;
        return long.Parse(line.AsSpan(at, line.IndexOf(' ', at) - at), CultureInfo.InvariantCulture);
    }

    private static void Same(string what, long from, long to) =>
        SimBrokenException.Unless(from == to, $"{what}: {to} instead of {from}");

    private static void Between(string what, long value, long max) =>
        SimBrokenException.Unless(
            value >= 0 && value <= max, $"{what}: {value} of at most {max} are unaccounted");
}
