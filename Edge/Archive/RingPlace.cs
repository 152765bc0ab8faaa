using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// Where one chart's ring outlives the process: a file of its own or a place in that of its host. Guarded by
/// the host's gate.
/// </summary>
internal abstract class RingPlace(Chart chart) : IRingPlace
{
    /// <summary>Null: nothing of an earlier life is left to be done.</summary>
    protected RingPast? Past { get; set; }

    protected Chart Chart => chart;

    protected RingShelf Shelf => (RingShelf)chart.Host.Shelf!;

    public abstract NativeBlock? Open(Series series);

    public abstract NativeBlock? Another(Series series, int columns);

    public abstract void Settle(Series series, NativeBlock? another);

    public abstract void Described(Series series);

    /// <summary>The chart goes, and what is kept of it too.</summary>
    public abstract void Delete();

    /// <summary>The chart goes; what is kept of it stays.</summary>
    public abstract void Keep();

    /// <summary>The chart is gone.</summary>
    public virtual void Forget() => DropLeftovers(always: true);

    /// <summary>Dimensions that were not defined again within a quarter of an hour are given up.</summary>
    public void DropLeftovers(bool always)
    {
        const long keptUsec = 900 * Clock.UsecPerSecond;
        if (Past is { Leftovers: { } found } && (always || Shelf.NowUsec - Past.OpenedUsec > keptUsec))
        {
            found.Dispose();
            Past.Leftovers = null;
            Past = Past.ReplacedFile == null ? null : Past;
        }
    }

    /// <summary>What would be written now. Obsolete dimensions are nobody's in a closed file.</summary>
    public RingHead Head(
        Series series, int columns, long sequence, in RingPen pen, in RingMark mark, bool isClosed)
    {
        var ids = new string[Math.Min(columns, chart.Dimensions.Count)];
        for (int i = 0; i < ids.Length; i++)
        {
            Dimension dimension = chart.Dimensions[i];
            ids[i] = isClosed && dimension.IsObsolete ? "" : dimension.Id;
        }

        RingShelf shelf = Shelf;
        return new RingHead
        {
            Sequence = sequence,
            Checked = pen,
            Summed = mark,
            IsClosed = isClosed,
            UpdateEvery = series.Clock.UpdateEvery,
            Entries = series.Clock.Entries,
            Columns = columns,
            Boot = shelf.Boot,
            MachineGuid = shelf.MachineGuid,
            ChartId = chart.Id,
            Dimensions = ids,
        };
    }

    /// <summary>
    /// What was found is kept as long as dimensions of it may come, and let go of otherwise.
    /// </summary>
    protected void Remember(RingFound? found, string? replacedFile)
    {
        RingFound? leftovers = found != null && RingRestore.HasOthers(found.Head, chart) ? found : null;
        if (leftovers == null)
        {
            found?.Dispose();
        }

        Past = leftovers == null && replacedFile == null
            ? null
            : new RingPast
            {
                Leftovers = leftovers, OpenedUsec = Shelf.NowUsec, ReplacedFile = replacedFile,
            };
    }

    /// <summary>
    /// The column of a dimension that came late and has a past all the same; -1: it has none.
    /// </summary>
    protected int LateColumn(Series series)
    {
        Dimension? dimension = series.Count > 0 ? chart.Dimensions[series.Count - 1] : null;
        return dimension == null || Past?.Leftovers == null || series.Clock.Ring == 0
            ? -1
            : Array.IndexOf(Past.Leftovers.Head.Dimensions, dimension.Id);
    }

    /// <param name="series">Of the chart.</param>
    /// <param name="column">From <see cref="LateColumn"/>.</param>
    protected void Claim(Series series, int column)
    {
        RingFound found = Past!.Leftovers!;
        RingRestore.Column(found, column, series, chart.Dimensions[series.Count - 1].Index);
        found.Head.Dimensions[column] = "";
    }

    /// <summary>Rows that were found as plain memory has them.</summary>
    protected NativeBlock InMemory(Series series, RingFound found)
    {
        if (found.Head.Columns == series.Clock.Columns && RingRestore.IsInOrder(found.Head, chart))
        {
            return found.Take();
        }

        var plain = new NativeBlock("store rings",
            (long)series.Clock.Entries * series.Clock.Columns * sizeof(uint));
        RingRestore.Columns(found, chart, plain, series.Clock.Columns);
        return plain;
    }
}
