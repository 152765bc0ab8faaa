using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// A chart's definition as its samples were stored under: what the pipeline needs to compute them again, and
/// what people need to know them by. Never changes; another definition is another layout.
/// </summary>
internal sealed class ChartLayout
{
    /// <summary>Name, family, context, title, units, plugin, module.</summary>
    private const int ShownTexts = 7;
    private readonly byte[] _bytes;

    private ChartLayout(byte[] bytes, string chartId, int updateEvery, LayoutDimension[] dimensions)
    {
        _bytes = bytes;
        ChartId = chartId;
        UpdateEvery = updateEvery;
        Dimensions = dimensions;
    }

    /// <summary>As it is written to disk.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public string ChartId { get; }

    /// <summary>Seconds.</summary>
    public int UpdateEvery { get; }

    public LayoutDimension[] Dimensions { get; }

    /// <summary>Of a living chart, its host's gate held.</summary>
    public static ChartLayout Of(Chart chart)
    {
        using var scratch = new ByteSink();
        Encode(chart, scratch);
        return TryRead(scratch.Written) ?? throw new BugException("A layout does not read back.");
    }

    /// <summary>Whether the chart's definition is still this one.</summary>
    public bool IsOf(Chart chart)
    {
        using var scratch = new ByteSink();
        Encode(chart, scratch);
        return scratch.Written.SequenceEqual(_bytes);
    }

    /// <summary>Null: damaged.</summary>
    public static ChartLayout? TryRead(ReadOnlySpan<byte> bytes)
    {
        var source = new ByteSource(bytes);
        int updateEvery = source.Small(Store.Limits.HistoryMax);
        string id = source.Text();
        string[] rest = new string[ShownTexts];
        for (int i = 0; i < rest.Length; i++)
        {
            rest[i] = source.Text();
        }

        source.Zigzag();
        source.Byte();
        int count = source.Small(Store.Limits.DimensionsPerChart);
        if (source.Failed || updateEvery == 0 || count == 0 || count > source.Left)
        {
            return null;
        }

        var dimensions = new LayoutDimension[count];
        for (int i = 0; i < count; i++)
        {
            string dimensionId = StringPool.Share(source.Text());
            string name = StringPool.Share(source.Text());
            dimensions[i] = new LayoutDimension(dimensionId, name, (Algorithm)source.Small(3),
                source.Byte(), source.Zigzag(), source.Zigzag());
            if (source.Failed || dimensions[i].Divisor == 0)
            {
                return null;
            }
        }

        return source.Left > 0
            ? null
            : new ChartLayout(
                bytes.ToArray(), StringPool.Share(id), updateEvery, LayoutPool.Share(dimensions));
    }

    /// <summary>What people know the chart by.</summary>
    public KeptChart Shown()
    {
        var source = new ByteSource(_bytes);
        source.Varint();
        return new KeptChart
        {
            Id = source.Text(),
            Name = source.Text(),
            Family = source.Text(),
            Context = source.Text(),
            Title = source.Text(),
            Units = source.Text(),
            Plugin = source.Text(),
            Module = source.Text(),
            Priority = source.Zigzag(),
            Style = (ChartStyle)source.Byte(),
            Dimensions = ShownDimensions(),
        };
    }

    private (string Id, string Name)[] ShownDimensions()
    {
        var shown = new (string Id, string Name)[Dimensions.Length];
        int count = 0;
        foreach (LayoutDimension dimension in Dimensions)
        {
            if (!dimension.IsHidden)
            {
                shown[count++] = (dimension.Id, dimension.Name);
            }
        }

        return shown[..count];
    }

    /// <summary>For the codec.</summary>
    public void PutInto(ChartShape shape)
    {
        shape.Clear(UpdateEvery);
        foreach (LayoutDimension dimension in Dimensions)
        {
            shape.Add(dimension.Algorithm, dimension.IgnoresResets, dimension.Multiplier, dimension.Divisor);
        }
    }

    /// <summary>
    /// For each dimension of this layout its index in a chart of today, by id; -1: it is gone.
    /// </summary>
    public void Map(Chart chart, Span<int> columns)
    {
        Guard.That(columns.Length == Dimensions.Length);
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = i < chart.Dimensions.Count && chart.Dimensions[i].Id == Dimensions[i].Id
                ? i
                : chart.Find(Dimensions[i].Id)?.Index ?? -1;
        }
    }

    private static void Encode(Chart chart, ByteSink sink)
    {
        sink.Clear();
        sink.Varint((ulong)chart.UpdateEvery);
        sink.Text(chart.Id);
        sink.Text(chart.Name);
        sink.Text(chart.Family);
        sink.Text(chart.Context);
        sink.Text(chart.Title);
        sink.Text(chart.Units);
        sink.Text(chart.Plugin ?? "");
        sink.Text(chart.Module ?? "");
        sink.Zigzag(chart.Priority);
        sink.Byte((byte)chart.Style);
        sink.Varint((ulong)chart.Dimensions.Count);
        for (int i = 0; i < chart.Dimensions.Count; i++)
        {
            Dimension dimension = chart.Dimensions[i];
            sink.Text(dimension.Id);
            sink.Text(dimension.Name);
            sink.Varint((ulong)dimension.Algorithm);
            sink.Byte((byte)(dimension.Flags & ~DimensionFlags.Obsolete));
            sink.Zigzag(dimension.Multiplier);
            sink.Zigzag(dimension.Divisor);
        }
    }
}
