using Edge.Text;

namespace Edge.Plugins;

/// <summary>An application of a file in statsd.d: which metrics are its own, and its charts.</summary>
internal sealed class StatsdApp
{
    /// <summary>The type of its charts.</summary>
    public string Name { get; set; } = "";

    public SimplePattern Metrics { get; set; } = SimplePattern.Parse("");

    public bool HasPrivateCharts { get; set; }

    public bool LeavesGaps { get; set; }

    /// <summary>False: <c>memory mode = none</c>.</summary>
    public bool IsKept { get; set; } = true;

    public int? History { get; set; }

    /// <summary>Shown names.</summary>
    public Dictionary<string, string> Dictionary { get; } = [];

    public List<StatsdAppChart> Charts { get; } = [];
}
