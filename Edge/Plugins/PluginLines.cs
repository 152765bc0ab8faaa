using Edge.Protocol;
using Edge.Store;
using Edge.Sys;

namespace Edge.Plugins;

/// <summary>
/// What a plugin says (spec plugins.d 6): the grammar of streams, with <c>DISABLE</c>, without what streams
/// say of history and claims, and with 1.37's <c>CLABEL</c> and <c>FUNCTION</c>, which is passed over. The
/// local host's gate is held.
/// </summary>
internal sealed class PluginLines(Host host, PluginPlan plan)
    : ChartLines(host, Capabilities.ChartLabels, plan.FileName), IPluginReader
{
    /// <summary>Of this plugin, as far as they are there.</summary>
    private readonly HashSet<Chart> _charts = [];

    private uint _layout = host.LayoutVersion;

    public long Collections { get; private set; }

    public bool IsDisabled { get; private set; }

    protected override string Tag => plan.Tag;

    protected override int UpdateEvery => plan.UpdateEvery;

    public EndVerdict Verdict(int process, ChildEnd end, RunRecord record) =>
        EndVerdict.Of(plan.Path, process, end, record);

    /// <summary>A new run: what was SET in the one before is no part of it.</summary>
    public void Begin()
    {
        Current = null;
        (Collections, IsDisabled) = (0, false);
        foreach (Chart chart in _charts)
        {
            if (IsThere(chart))
            {
                chart.Series.ClearUpdated();
            }
        }
    }

    public string? Line(ReadOnlySpan<byte> line, long nowUsec)
    {
        if (_layout != Host.LayoutVersion)
        {
            _layout = Host.LayoutVersion;
            ForgetRemoved();
            _charts.RemoveWhere(chart => !IsThere(chart));
        }

        string? refusal = Line(line, nowUsec, out Keyword keyword);
        if (refusal == null)
        {
            Collections += keyword == Keyword.End ? 1 : 0;
            return null;
        }

        // An unknown word only ends the run; what is then decided by the exit (spec plugins.d 6).
        IsDisabled |= keyword is not (Keyword.Unknown or Keyword.Timestamp or Keyword.ClaimedId
            or >= Keyword.ChartDefinitionEnd);
        return refusal;
    }

    public void Retire()
    {
        foreach (Chart chart in _charts)
        {
            if (IsThere(chart))
            {
                chart.SetObsolete(true);
            }
        }

        _charts.Clear();
    }

    protected override void Redefined(Chart chart) => _charts.Add(chart);

    protected override string? Other(Keyword keyword, ReadOnlySpan<byte> line, long nowUsec) =>
        keyword == Keyword.Disable ? "called DISABLE. Disabling it."
        : Word(line, 0).SequenceEqual("FUNCTION"u8) ? null
        : $"unknown keyword '{Beginning(Text(line, 0))}'. Ending it.";

    private static string Beginning(string word)
    {
        const int charsMax = 60;
        return word.Length <= charsMax ? word : word[..charsMax] + "...";
    }

    private bool IsThere(Chart chart) => Host.Find(chart.Id) == chart;
}
