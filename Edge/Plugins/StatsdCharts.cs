using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Plugins;

/// <summary>
/// Makes charts of metrics each flush (spec collectors 12.3 to 12.5). Pulse, the host's gate held; the
/// server's
/// own gate is taken for as long as it takes to carry away what came.
/// </summary>
internal sealed class StatsdCharts
{
    public const string Plugin = "statsd.plugin";
    private const string Tag = "STATSD";
    private readonly Host _host;
    private readonly StatsdMetrics _metrics;
    private readonly StatsdOptions _options;
    private readonly SimplePattern _private;
    private readonly List<StatsdApp> _apps = [];

    /// <summary>Of each of them.</summary>
    private readonly List<StatsdSyntheticChart[]> _appCharts = [];
    private readonly List<StatsdMetric> _shown = [];
    private readonly List<StatsdPrivateChart> _privateCharts = [];
    private readonly int[] _useful = new int[StatsdKinds.Count];
    private readonly StatsdOwnCharts _own;
    private int _resolved;
    private bool _toldHard;

    public StatsdCharts(
        Host host, StatsdMetrics metrics, StatsdOptions options, IReadOnlyList<StatsdApp> apps)
    {
        (_host, _metrics, _options) = (host, metrics, options);
        _private = SimplePattern.Parse(options.PrivateMatching);
        _own = new StatsdOwnCharts(host, options);
        foreach (StatsdApp app in apps)
        {
            if (app.Name.Length == 0)
            {
                Log.Error(Tag, "STATSD: an [app] without a name is ignored.");
                continue;
            }

            var charts = new StatsdSyntheticChart[app.Charts.Count];
            for (int i = 0; i < charts.Length; i++)
            {
                charts[i] = new StatsdSyntheticChart(host, app, app.Charts[i], options);
            }

            _apps.Add(app);
            _appCharts.Add(charts);
        }
    }

    /// <param name="nowUsec">Wall clock.</param>
    /// <param name="dropped">Datagrams that the kernel had no room for since the start.</param>
    public void Flush(long nowUsec, long dropped)
    {
        Guard.That(_host.Gate.IsHeld);
        CpuUsage.OfThread(out long userUsec, out long systemUsec);
        using (_metrics.Gate.Enter())
        {
            _own.Take(_metrics, _useful, _privateCharts.Count, dropped);
            _metrics.Flushed();
            for (; _resolved < _metrics.All.Count; _resolved++)
            {
                Resolve(_metrics.All[_resolved]);
            }

            foreach (StatsdMetric metric in _shown)
            {
                metric.Take();
            }
        }

        foreach (StatsdMetric metric in _shown)
        {
            metric.Summarize(_options.Percentile);
        }

        foreach (StatsdPrivateChart chart in _privateCharts)
        {
            chart.Collect(nowUsec);
        }

        foreach (StatsdSyntheticChart[] charts in _appCharts)
        {
            foreach (StatsdSyntheticChart chart in charts)
            {
                chart.Collect(nowUsec);
            }
        }

        _own.Collect(nowUsec, userUsec, systemUsec);
    }

    /// <summary>Where a metric is shown is found out once.</summary>
    private void Resolve(StatsdMetric metric)
    {
        bool isShown = false;
        bool isPrivate = _private.Matches(metric.Name);
        for (int i = 0; i < _apps.Count; i++)
        {
            if (!_apps[i].Metrics.Matches(metric.Name))
            {
                continue;
            }

            isPrivate &= _apps[i].HasPrivateCharts;
            foreach (StatsdSyntheticChart chart in _appCharts[i])
            {
                isShown |= chart.Add(metric);
            }
        }

        isShown |= isPrivate && AddPrivate(metric);
        metric.IsIgnored = !isShown;
        if (isShown)
        {
            _shown.Add(metric);
            _useful[(int)metric.Kind]++;
        }
    }

    private bool AddPrivate(StatsdMetric metric)
    {
        if (_privateCharts.Count >= _options.PrivateChartsHard)
        {
            if (!_toldHard)
            {
                _toldHard = true;
                Log.Info(Tag, $"STATSD: metric '{metric.Name}' and others will not be charted, because the "
                    + $"hard limit of the maximum number of charts ({_options.PrivateChartsHard}) has been "
                    + "reached. Increase the number of charts by editing netdata.conf, [statsd] section.");
            }

            return false;
        }

        bool isKept = _privateCharts.Count < _options.PrivateCharts;
        if (_privateCharts.Count == _options.PrivateCharts)
        {
            Log.Info(Tag, $"STATSD: metric '{metric.Name}' will be charted with memory mode = none, because "
                + $"the maximum number of charts ({_options.PrivateCharts}) has been reached. Increase the "
                + "number of charts by editing netdata.conf, [statsd] section.");
        }

        _privateCharts.Add(new StatsdPrivateChart(
            _host, metric, _options, isKept && _options.PrivateMode != MemoryMode.None));
        return true;
    }
}
