using Edge.Store;
using Edge.Sys;

namespace Edge.Collect;

/// <summary>One power supply. What files it has is looked at once.</summary>
internal sealed class Supply : IDisposable
{
    private const int Priority = 9500;

    private readonly Site _site;
    private readonly List<Property> _properties = [];
    private readonly string _path;
    private readonly bool _keepsOpen;

    /// <param name="site">Whose charts.</param>
    /// <param name="kinds">Those that are wanted.</param>
    /// <param name="name">Of its folder.</param>
    /// <param name="path">The folder.</param>
    /// <param name="keepsOpen">Its files.</param>
    public Supply(Site site, List<SupplyKind> kinds, string name, string path, bool keepsOpen)
    {
        _site = site;
        Name = name;
        _path = path;
        _keepsOpen = keepsOpen;
        foreach (SupplyKind kind in kinds)
        {
            Add(kind);
        }
    }

    public string Name { get; }

    public int FileCount { get; private set; }

    /// <summary>A property whose file fails is gone with its chart, and only that one.</summary>
    public void Collect(long nowUsec)
    {
        for (int i = 0; i < _properties.Count; i++)
        {
            Property property = _properties[i];
            if (TryRead(property))
            {
                property.Chart.Collect(property.Values, isNonZero: true, nowUsec);
            }
            else
            {
                property.Chart.Retire();
                property.Dispose();
                _properties.RemoveAt(i--);
            }
        }
    }

    public void Retire()
    {
        foreach (Property property in _properties)
        {
            property.Chart.Retire();
        }
    }

    public void Dispose()
    {
        foreach (Property property in _properties)
        {
            property.Dispose();
        }
    }

    private bool TryRead(Property property)
    {
        for (int i = 0; i < property.Files.Length; i++)
        {
            if (property.Files[i] is not ProcFile file)
            {
                continue;
            }

            if (_site.TryReadSigned(file) is not long value)
            {
                return false;
            }

            property.Values[i] = value;
        }

        return true;
    }

    private void Add(SupplyKind kind)
    {
        var files = new List<ProcFile?>();
        var dimensions = new List<DimensionDefinition>();
        bool hasTop = false;
        bool hasBottom = false;
        foreach (string part in kind.Parts)
        {
            var file = new ProcFile($"{_path}/{kind.Prefix}{part}", _keepsOpen);
            if (file.IsReadable())
            {
                files.Add(file);
                dimensions.Add(new DimensionDefinition(part, Algorithm.Absolute, 1, kind.Divisor));
                hasTop |= part == kind.Top;
                hasBottom |= part == kind.Bottom;
            }
        }

        if (files.Count == 0)
        {
            return;
        }

        FileCount += files.Count;
        if (hasTop && !hasBottom)
        {
            // A constant 0, so that the top is seen in proportion.
            files.Insert(0, null);
            dimensions.Insert(0, new DimensionDefinition(kind.Bottom!, Algorithm.Absolute, 1, kind.Divisor));
        }

        _properties.Add(new Property([.. files], new DemandChart(_site, OnDemand.Yes, new ChartDefinition
        {
            Type = $"powersupply_{kind.Chart}", Id = Name, Family = Name,
            Context = $"powersupply.{kind.Chart}", Title = kind.Title, Units = kind.Units,
            Priority = Priority, Module = PowerSupplyCollector.Module,
        }, [.. dimensions])));
    }

    private sealed class Property(ProcFile?[] files, DemandChart chart) : IDisposable
    {
        /// <summary>Null: always 0.</summary>
        public ProcFile?[] Files { get; } = files;

        public long[] Values { get; } = new long[files.Length];

        public DemandChart Chart { get; } = chart;

        public void Dispose()
        {
            foreach (ProcFile? file in Files)
            {
                file?.Dispose();
            }
        }
    }
}
