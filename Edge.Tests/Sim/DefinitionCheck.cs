using Edge.Store;

namespace Edge.Tests.Sim;

/// <summary>What a node says of a host that it receives against what the host says of itself.</summary>
internal static class DefinitionCheck
{
    public static void Compare(SimBook own, SimBook kept)
    {
        Host from = own.Host;
        Host to = kept.Host;
        string where = $"{kept.Node.Name}: {to.Info.Hostname}";
        Same(where + " labels", Labels(from), Labels(to));
        foreach (string name in from.Variables.Names)
        {
            Same($"{where} variable {name}", from.Variables[name], to.Variables[name]);
        }

        foreach (Chart chart in from.Charts)
        {
            // A chart that is obsolete on a connection it was never told on is not mentioned there.
            if (!chart.IsObsolete)
            {
                SimBrokenException.Unless(to.Find(chart.Id) != null, $"{where} lacks {chart.Id}");
                Compare($"{where} {chart.Id}", chart, to.Find(chart.Id)!);
            }
        }
    }

    /// <summary>Masks and numbers tell the source of a label in different ways.</summary>
    private static string Labels(Host host) =>
        string.Join(',', host.Labels.Select(static label => $"{label.Key}={label.Value}"));

    private static void Compare(string where, Chart from, Chart to)
    {
        Same(where + " name", from.Name, to.Name);
        Same(where + " title", from.Title, to.Title);
        Same(where + " units", from.Units, to.Units);
        Same(where + " family", from.Family, to.Family);
        Same(where + " context", from.Context, to.Context);
        Same(where + " style", from.Style, to.Style);
        Same(where + " update every", from.UpdateEvery, to.UpdateEvery);
        Same(where + " flags", from.Flags, to.Flags);
        foreach (string name in from.Variables.Names)
        {
            Same($"{where} variable {name}", from.Variables[name], to.Variables[name]);
        }

        foreach (Dimension dimension in from.Dimensions)
        {
            Dimension? other = to.Find(dimension.Id);
            SimBrokenException.Unless(other != null, $"{where} lacks {dimension.Id}");
            Same($"{where} {dimension.Id} name", dimension.Name, other!.Name);
            Same($"{where} {dimension.Id} algorithm", dimension.Algorithm, other.Algorithm);
            Same($"{where} {dimension.Id} multiplier", dimension.Multiplier, other.Multiplier);
            Same($"{where} {dimension.Id} divisor", dimension.Divisor, other.Divisor);
            Same($"{where} {dimension.Id} flags", dimension.Flags, other.Flags);
        }
    }

    private static void Same<T>(string what, T from, T to) => SimBrokenException.Unless(
        EqualityComparer<T>.Default.Equals(from, to), $"{what} is {to} instead of {from}");
}
