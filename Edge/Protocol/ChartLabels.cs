using Edge.Store;

namespace Edge.Protocol;

/// <summary>
/// <c>CLABEL</c> lines up to their <c>CLABEL_COMMIT</c>, which replaces the labels of the chart (spec
/// stream-caps 6, 10). What returns a text ends the connection.
/// </summary>
internal sealed class ChartLabels(Host host)
{
    private readonly List<Label> _labels = [];
    private Chart? _chart;

    // CLABEL name value source

    /// <param name="chart">The current one.</param>
    /// <param name="label">As the line says; null: a word is missing.</param>
    public string? Add(Chart? chart, Label? label)
    {
        if (chart == null)
        {
            return "PLUGINSD: command CLABEL requires a chart defined via command CHART, but is not set.";
        }

        if (label is not { Key.Length: > 0 } said)
        {
            return $"PLUGINSD: 'host:{host.Info.Hostname}/chart:{chart.Id}' got a malformed CLABEL.";
        }

        if (_chart != chart)
        {
            _chart = chart;
            _labels.Clear();
        }

        if (_labels.Count < Store.Limits.LabelsPerChart)
        {
            _labels.Add(said);
        }

        return null;
    }

    // CLABEL_COMMIT

    public string? Commit(Chart? chart)
    {
        if (chart == null)
        {
            return "PLUGINSD: command CLABEL_COMMIT requires a chart defined via command CHART, but is not "
                + "set.";
        }

        if (_chart != chart)
        {
            return $"PLUGINSD: 'host:{host.Info.Hostname}/chart:{chart.Id}' got a CLABEL_COMMIT without a "
                + "CLABEL.";
        }

        chart.SetLabels(_labels);
        _labels.Clear();
        _chart = null;
        return null;
    }
}
