using Edge.Store;

namespace Edge.Query;

/// <summary>One number of a chart, as alarms and badges want it (spec query 4.3).</summary>
internal static class Lookup
{
    /// <summary>
    /// The newest row of an answer, its dimensions combined. The window is in <see cref="Table.Window"/>
    /// afterwards; the format of the question does not matter. The caller holds the host's gate.
    /// </summary>
    /// <param name="table">To be reused from look-up to look-up.</param>
    /// <param name="chart">Whose samples.</param>
    /// <param name="question">Times, points (mostly 1), grouping, dimensions, options.</param>
    /// <param name="value">NaN when there is none.</param>
    /// <returns>False: an empty window, empty samples, or more than <see cref="Limits"/> allow.</returns>
    public static bool TryRun(Table table, Chart chart, Question question, out double value)
    {
        value = double.NaN;
        if (!table.TryOpen([chart], question with { Format = TableFormat.Ssv }) || table.Window.IsEmpty)
        {
            return false;
        }

        table.Read(table.Window.Rows - 1);
        bool exists = SingleFormat.TryCombine(table, out double combined);
        value = exists ? combined : double.NaN;
        return exists && !double.IsNaN(combined);
    }
}
