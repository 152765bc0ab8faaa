using System.Text;
using Edge.Store;

namespace Edge.Tests.Sim;

/// <summary>Everything that a stream changes of a host, as text.</summary>
internal static class HostDump
{
    public static void Write(StringBuilder text, Host host)
    {
        text.Append($"{host.Info.Hostname} {host.Info.Os} {host.IsReachable} {host.ClaimId}\n");
        text.AppendJoin('\n', host.Labels).Append('\n');
        foreach (string name in host.Variables.Names)
        {
            text.Append(name).Append('=').Append(host.Variables[name]).Append('\n');
        }

        foreach (Chart chart in host.Charts)
        {
            Write(text, chart);
        }
    }

    private static void Write(StringBuilder text, Chart chart)
    {
        ref ChartClock clock = ref chart.Series.Clock;
        text.Append($"{chart.Id} {chart.Name} {chart.Title} {chart.Units} {chart.Family} {chart.Context} ")
            .Append($"{chart.Style} {chart.Priority} {chart.UpdateEvery} {chart.Flags} {chart.Plugin} ")
            .Append($"{chart.Module} {clock.LastCollectedUsec} {clock.LastUpdatedSec} {clock.Counter}\n");
        foreach (Dimension dimension in chart.Dimensions)
        {
            int index = dimension.Index;
            text.Append($" {dimension.Id} {dimension.Name} {dimension.Algorithm} {dimension.Multiplier} ")
                .Append($"{dimension.Divisor} {dimension.Flags} {chart.Series.Hot[index].Last} ")
                .Append($"{chart.Series.Updated[index]} {chart.Series.Collected[index]}\n");
        }

        // Few of the rows that there is room for are in use.
        for (int i = 0; i < Math.Min(chart.Series.Rows, 16); i++)
        {
            text.AppendJoin(' ', chart.Series.Row(i).ToArray()).Append('\n');
        }
    }
}
