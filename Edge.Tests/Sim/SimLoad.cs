using Edge.Store;

namespace Edge.Tests.Sim;

/// <summary>Everything that one node collects, and how that changes while it does.</summary>
internal sealed class SimLoad
{
    private readonly Random _random;
    private readonly Action<string> _trace;

    public SimLoad(Random random, Action<string> trace)
    {
        _random = random;
        _trace = trace;
        int charts = random.Next(1, 5);
        for (int i = 0; i < charts; i++)
        {
            Charts.Add(new SimChart(random, $"chart{i}"));
        }
    }

    public List<SimChart> Charts { get; } = [];

    /// <summary>Percent of seconds in which something about the charts changes.</summary>
    public int ChangePercent { get; set; }

    public bool IsResting { get; set; }

    public void Start(Host host)
    {
        foreach (SimChart chart in Charts)
        {
            chart.Forget();
        }

        SetLabels(host);
    }

    public void Collect(Host host, long nowUsec)
    {
        if (IsResting)
        {
            return;
        }

        if (_random.Next(100) < ChangePercent)
        {
            Change(host);
        }

        foreach (SimChart chart in Charts)
        {
            chart.Collect(host, nowUsec);
        }
    }

    /// <summary>No surprises from here on: what is compared must have had its time. A node with nothing to
    /// send
    /// would reconnect for ever (spec streaming 15.3), so one chart is collected in any case.</summary>
    public void CalmDown()
    {
        ChangePercent = 0;
        Charts[0].SetObsolete(false);
        foreach (SimChart chart in Charts)
        {
            chart.IsSparse = false;
        }
    }

    private void Change(Host host)
    {
        SimChart chart = Charts[_random.Next(Charts.Count)];
        int what = _random.Next(10);
        _trace($"{host.Info.Hostname} change {what} of {chart.Id}");
        switch (what)
        {
            case 0 when Charts.Count < 8:
                Charts.Add(new SimChart(_random, $"chart{Charts.Count}"));
                break;
            case 1 when chart.Dimensions.Count < 8:
                chart.AddDimension();
                break;
            case 2:
                int index = _random.Next(chart.Dimensions.Count);
                chart.RenameDimension(index, $"name {_random.Next(9)} of {index}");
                break;
            case 3:
                chart.Name = $"{chart.Id}_{_random.Next(3)}";
                chart.Define(host);
                break;
            case 4:
                chart.SetObsolete(!chart.IsObsolete);
                break;
            case 5:
                chart.Dimensions[_random.Next(chart.Dimensions.Count)].Reset();
                break;
            case 6:
                host.SetVariable($"v{_random.Next(3)}", _random.Next(1000) / 8.0);
                break;
            case 7:
                chart.SetVariable($"v{_random.Next(3)}", _random.Next(1000) / 8.0);
                break;
            case 8:
                SetLabels(host);
                break;
            case 9:
                chart.Title = $"Title {_random.Next(5)}";
                chart.Define(host);
                break;
        }
    }

    private void SetLabels(Host host) => host.SetLabels(
    [
        new Label("_os", "linux", 0),
        new Label("rack", $"row {_random.Next(9)} = {_random.Next(9)}", 1),
        new Label("empty", "", 3),
    ]);
}
