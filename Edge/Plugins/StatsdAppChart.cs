using Edge.Store;

namespace Edge.Plugins;

/// <summary>A synthetic chart, as a file says it.</summary>
/// <param name="id">Of its section.</param>
/// <param name="source"><c>line@file</c>.</param>
internal sealed class StatsdAppChart(string id, string source)
{
    public string Id { get; } = id;

    public string Source { get; } = source;

    public string Name { get; set; } = id;

    public string Title { get; set; } = "Statsd chart";

    public string Family { get; set; } = "overview";

    public string Context { get; set; } = id;

    public string Units { get; set; } = "value";

    public int Priority { get; set; } = 90_000;

    public ChartStyle Style { get; set; } = ChartStyle.Line;

    public List<StatsdAppDimension> Dimensions { get; } = [];

    /// <summary>Spec collectors 12.4: the metric's name where it is used once, else with what is shown of it,
    /// and with a number where that is not enough.</summary>
    public string IdOf(StatsdAppDimension dimension)
    {
        int uses = 0;
        int alike = 0;
        int place = 0;
        foreach (StatsdAppDimension other in Dimensions)
        {
            if (other.Pattern != null || other.Metric != dimension.Metric)
            {
                continue;
            }

            uses++;
            alike += other.Value == dimension.Value ? 1 : 0;
            place = ReferenceEquals(other, dimension) ? alike : place;
        }

        string value = StatsdValueNames.Of(dimension.Value);
        return uses <= 1 ? dimension.Metric
            : alike <= 1 ? $"{dimension.Metric}_{value}"
            : $"{dimension.Metric}_{value}{place}";
    }
}
