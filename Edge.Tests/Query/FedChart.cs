using Edge.Query;
using Edge.Store;
using Edge.Text;

namespace Edge.Tests.Query;

/// <summary>A chart whose rows are what a test says: absolute dimensions in units of 10^-7, collected once an
/// interval half a second past it, so that no sample is interpolated.</summary>
internal sealed class FedChart
{
    private const long Unit = 10_000_000;
    private readonly Dimension[] _dimensions;
    private long _nextSec;

    /// <param name="host">Owner.</param>
    /// <param name="id">type.id</param>
    /// <param name="firstSec">Second of the first row that will be stored; a multiple of the
    /// interval.</param>
    /// <param name="dimensions">Names; a leading minus hides one.</param>
    public FedChart(Host host, string id, long firstSec, int updateEvery, params string[] dimensions)
    {
        string[] parts = id.Split('.', 2);
        Chart = host.Define(new ChartDefinition
        {
            Type = parts[0],
            Id = parts[1],
            Context = id,
            UpdateEvery = updateEvery,
        })!;
        _dimensions = Array.ConvertAll(dimensions, name => Chart.Define(
            name.TrimStart('-'), divisor: Unit,
                flags: name[0] == '-' ? DimensionFlags.Hidden : DimensionFlags.None)!);
        _nextSec = firstSec - updateEvery;
        Append(new double[dimensions.Length]);
    }

    public Chart Chart { get; }

    public static Host NewHost(int entries = 4000, MemoryMode mode = MemoryMode.Ram) => new(
        new HostInfo { Hostname = "h", RegistryHostname = "h", MachineGuid = "g" },
        new StoreOptions { HistoryEntries = entries, Mode = mode });

    /// <summary>The next row; NaN is a gap.</summary>
    public void Append(params double[] values)
    {
        long nowUsec = (_nextSec * 1_000_000) + 500_000;
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                Chart.Set(_dimensions[i], (long)Math.Round((decimal)values[i] * Unit), nowUsec);
            }
        }

        Chart.Begin(Chart.UpdateEvery * 1_000_000L);
        Chart.Commit(nowUsec);
        _nextSec += Chart.UpdateEvery;
    }

    /// <summary>The answer to a query string.</summary>
    public string Ask(string query) => Ask(query, Chart);

    public static string Ask(string query, params Chart[] charts)
    {
        using var table = new Table();
        if (!table.TryOpen(charts, QuestionText.Parse(query)))
        {
            return "refused";
        }

        var writer = new ByteWriter();
        TableWriter.Write(table, writer);
        return System.Text.Encoding.UTF8.GetString(writer.Written);
    }
}
