using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// From a file to a series: what may be taken over (spec database 6.4), and to which columns.
/// </summary>
internal static class RingRestore
{
    private const string Tag = "MAIN";

    /// <summary>Null: nothing of a chart's file is of use for it; the log says why.</summary>
    public static RingFound? Load(
        RawFile file, RingHead head, int slotBytes, Series series, RingShelf shelf, string path)
    {
        string where = $"'{path}'";
        return Fits(head, series, where)
            ? Accepted(RingFile.Load(file, head, slotBytes, shelf.Boot), series, shelf, where)
            : null;
    }

    /// <summary>Whether it has the rows that are wanted.</summary>
    public static bool Fits(RingHead head, Series series, string where)
    {
        ref ChartClock clock = ref series.Clock;
        string? problem = head.Entries != clock.Entries
                ? $"it has {head.Entries} rows, and {clock.Entries} are wanted"
            : head.UpdateEvery != clock.UpdateEvery
                ? $"its rows are {head.UpdateEvery} s apart, and {clock.UpdateEvery} s are wanted"
            : null;
        if (problem != null)
        {
            Log.Info(Tag, $"Samples kept in {where} are given up: {problem}.");
        }

        return problem == null;
    }

    /// <summary>What was loaded, or null where all of it is too old, or there is nothing.</summary>
    public static RingFound? Accepted(RingFound found, Series series, RingShelf shelf, string where)
    {
        ref ChartClock clock = ref series.Clock;
        long ageSec = (shelf.NowUsec / Sys.Clock.UsecPerSecond) - found.Pen.Sec;
        bool isEmpty = !found.Pen.IsWrapped && found.Pen.Entry == 0;
        bool isTooOld = ageSec > (long)clock.Entries * clock.UpdateEvery;
        if (isTooOld && !isEmpty)
        {
            Log.Info(Tag, $"Samples kept in {where} are given up: the newest is {ageSec} s old, which is "
                + "beyond the history.");
        }

        if (isEmpty || isTooOld)
        {
            found.Dispose();
            return null;
        }

        Say(found, where);
        return found;
    }

    /// <summary>Counter, row and second; a second in the future becomes now.</summary>
    public static void Clock(ref ChartClock clock, RingFound found, long nowUsec)
    {
        RingPen pen = found.Pen;
        long nowSec = nowUsec / Sys.Clock.UsecPerSecond;
        nowSec -= nowSec % clock.UpdateEvery;
        clock.Counter = (uint)(pen.IsWrapped ? clock.Entries : pen.Entry);
        clock.CurrentEntry = pen.Entry;
        clock.LastUpdatedSec = pen.Sec > nowSec + clock.UpdateEvery ? nowSec : pen.Sec;
    }

    /// <summary>Whether each column of the file is the dimension of the same place.</summary>
    public static bool IsInOrder(RingHead head, Chart chart)
    {
        for (int i = 0; i < head.Dimensions.Length; i++)
        {
            if (i >= chart.Dimensions.Count || chart.Dimensions[i].Id != head.Dimensions[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the file has dimensions that the chart has not.</summary>
    public static bool HasOthers(RingHead head, Chart chart)
    {
        foreach (string id in head.Dimensions)
        {
            if (id.Length > 0 && chart.Find(id) == null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One column into a ring that has gone on since: by second, where nothing is yet.</summary>
    public static void Column(RingFound found, int column, Series series, int dimension)
    {
        RingHead head = found.Head;
        ref ChartClock clock = ref series.Clock;
        for (int row = 0; row < head.Entries; row++)
        {
            long? sec = RingSum.SecondOf(row, head.Entries, found.Pen, head.UpdateEvery);
            if (sec is not { } at || at <= series.FirstEntrySec || at > series.LastEntrySec
                || (series.LastEntrySec - at) % clock.UpdateEvery != 0)
            {
                continue;
            }

            nint target = clock.Ring
                + ((nint)series.RowAt(at) * clock.Columns * sizeof(uint)) + (dimension * sizeof(uint));
            ref uint sample = ref Native.Ref<uint>(target);
            sample = sample == StoredNumber.Empty
                ? found.Ring.Ref<uint>(((long)row * head.Columns * sizeof(uint)) + (column * sizeof(uint)))
                : sample;
        }
    }

    /// <summary>Copies the columns of the chart's dimensions, wherever they are in the file.</summary>
    public static void Columns(RingFound found, Chart chart, NativeBlock target, int columns)
    {
        RingHead head = found.Head;
        Span<int> from = new int[chart.Dimensions.Count];
        var byId = new Dictionary<string, int>(head.Dimensions.Length);
        for (int i = 0; i < head.Dimensions.Length; i++)
        {
            byId.TryAdd(head.Dimensions[i], i);
        }

        for (int i = 0; i < from.Length; i++)
        {
            from[i] = byId.TryGetValue(chart.Dimensions[i].Id, out int column) ? column : -1;
        }

        int rows = found.Pen.IsWrapped ? head.Entries : found.Pen.Entry;
        for (int row = 0; row < rows; row++)
        {
            Span<uint> old = found.Ring.Span<uint>((long)row * head.Columns * sizeof(uint), head.Columns);
            Span<uint> to = target.Span<uint>((long)row * columns * sizeof(uint), columns);
            for (int i = 0; i < from.Length; i++)
            {
                to[i] = from[i] >= 0 ? old[from[i]] : StoredNumber.Empty;
            }
        }
    }

    private static void Say(RingFound found, string where)
    {
        if (found.BadPages > 0)
        {
            Log.Error(Tag, $"{found.BadPages} of {found.Layout.Pages} pages of the samples kept in {where} "
                + "are damaged; they are gaps now.");
        }

        if (found.MissingRows > 0)
        {
            Log.Error(Tag, $"The samples kept in {where} end too early: {found.MissingRows} of "
                + $"{found.Head.Entries} rows are missing; they are gaps now.");
        }

        if (found.IsRolledBack && found.IsSameBoot)
        {
            Log.Error(Tag, $"The pen of {where} is damaged, which says how far its samples reach: they "
                + $"hold up to {found.Pen.Sec}.");
        }
        else if (found.IsRolledBack)
        {
            Log.Info(Tag, $"The machine went down while {where} was in use: its samples hold up to the last "
                + $"sync, {found.Pen.Sec}.");
        }
    }
}
