using Edge.Store;

namespace Edge.Tests.Sim;

/// <summary>
/// A chart as a collector has it. Its first dimension counts the collections, over all lives of its node:
/// that
/// names every sample wherever it turns up.
/// </summary>
internal sealed class SimChart
{
    public const string SerialId = "serial";

    private readonly Random _random;
    private readonly bool _isPercent;
    private Chart? _chart;

    public SimChart(Random random, string id)
    {
        _random = random;
        Id = id;
        Title = "Title of " + id;
        UpdateEvery = random.Next(4) == 0 ? random.Next(2, 4) : 1;
        IsSparse = random.Next(4) == 0;
        _isPercent = random.Next(6) == 0;
        int dimensions = random.Next(1, 5);
        for (int i = 0; i < dimensions; i++)
        {
            AddDimension();
        }
    }

    public string Id { get; }

    public string FullId => "sim." + Id;

    public string? Name { get; set; }

    public string Title { get; set; }

    public int UpdateEvery { get; }

    /// <summary>It leaves dimensions out, and whole collections.</summary>
    public bool IsSparse { get; set; }

    public bool IsObsolete { get; private set; }

    public long Serial { get; private set; }

    public List<SimDimension> Dimensions { get; } = [];

    /// <summary>Its node has lost everything.</summary>
    public void Forget() => (_chart, IsObsolete) = (null, false);

    public void AddDimension()
    {
        Dimensions.Add(SimDimension.Draw(_random, $"d {Dimensions.Count}", _isPercent));
        if (_chart != null)
        {
            Define(_chart, Dimensions[^1]);
        }
    }

    public void RenameDimension(int index, string name)
    {
        Dimensions[index].Name = name;
        if (_chart != null)
        {
            Define(_chart, Dimensions[index]);
        }
    }

    public void SetObsolete(bool isObsolete)
    {
        IsObsolete = isObsolete;
        _chart?.SetObsolete(isObsolete);
    }

    public void SetVariable(string name, double value) => _chart?.SetVariable(name, value);

    /// <summary>Its collector says again what it is.</summary>
    public void Define(Host host)
    {
        IsObsolete = false;
        _chart = host.Define(new ChartDefinition
        {
            Type = "sim",
            Id = Id,
            Name = Name,
            Title = Title,
            Units = "units",
            UpdateEvery = UpdateEvery,
        })!;
        _chart.Define(SerialId);
        foreach (SimDimension dimension in Dimensions)
        {
            Define(_chart, dimension);
        }
    }

    public void Collect(Host host, long nowUsec)
    {
        if (IsObsolete || nowUsec / 1_000_000 % UpdateEvery != 0 || (IsSparse && _random.Next(5) == 0))
        {
            return;
        }

        if (_chart == null)
        {
            Define(host);
        }

        Serial++;
        _chart!.Set(_chart.Dimensions[0], Serial, nowUsec);
        for (int i = 0; i < Dimensions.Count; i++)
        {
            Dimensions[i].Next(_random);
            if (!IsSparse || _random.Next(4) > 0)
            {
                _chart.Set(_chart.Dimensions[i + 1], Dimensions[i].Value, nowUsec);
            }
        }

        _chart.Commit(nowUsec);
    }

    private static void Define(Chart chart, SimDimension dimension) => chart.Define(
        dimension.Id, dimension.Name, dimension.Algorithm, dimension.Multiplier, dimension.Divisor);
}
