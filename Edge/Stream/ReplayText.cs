using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Stream;

/// <summary>The child's half of replication as text (spec stream-caps 8.3, 8.4).</summary>
internal static class ReplayText
{
    /// <summary><c>CHART_DEFINITION_END first last now</c></summary>
    public static void DefinitionEnd(ByteWriter writer, Chart chart, long nowSec)
    {
        // The caller's clock may be that of the last second; the chart was collected since.
        if (chart.Dimensions.Count > 0)
        {
            nowSec = Math.Max(nowSec, chart.Series.LastSetUsec(0) / Clock.UsecPerSecond);
        }

        bool hasRows = chart.HasRows;
        writer.Add("CHART_DEFINITION_END "u8).Add(hasRows ? chart.FirstEntrySec : 0).Add((byte)' ');
        writer.Add(hasRows ? chart.LastEntrySec : 0).Add((byte)' ').Add(nowSec).Add((byte)'\n');
    }

    /// <summary>
    /// The whole answer to a request. Written while the host's gate is held, so that the chart cannot
    /// advance in between, which is what the reference looks at the wall clock for.
    /// </summary>
    /// <param name="writer">Gets it.</param>
    /// <param name="chart">All of its dimensions are known to the parent.</param>
    /// <param name="request">As asked.</param>
    /// <param name="toldSec">The newest row when the chart was defined: what came since was held back, so
    /// it goes even where nothing older is wanted. Moved on to the last row of an answer that is not
    /// whole.</param>
    /// <param name="nowSec">Wall clock.</param>
    /// <param name="bytesMax">Rows beyond are left to the next request; one goes always.</param>
    /// <returns>True: live data follow from the next collection on.</returns>
    public static bool Write(
        ByteWriter writer, Chart chart, ReplayRequest request, ref long toldSec, long nowSec,
        int bytesMax)
    {
        Series series = chart.Series;
        int start = writer.Count;
        bool hasRows = chart.HasRows;
        long first = hasRows ? chart.FirstEntrySec : 0;
        long last = hasRows ? chart.LastEntrySec : 0;

        // Rows have the clock of the node that collected them, which may be ahead of this one's.
        nowSec = Math.Max(nowSec, last);
        if (series.Rows > 0 && request == ReplayRequest.Nothing && last > toldSec)
        {
            request = request with { After = Math.Max(toldSec, series.FirstEntrySec), Before = last };
        }

        long after = Math.Max(request.After, first);
        long before = request.Starts ? last : Math.Min(request.Before, last);
        (after, before) = after > before ? (before, after) : (after, before);
        bool isWanted = hasRows && request.After != 0 && request.Before != 0;
        bool starts = request.Starts || before == last || !isWanted;
        writer.Add("RBEGIN "u8).AddQuoted(chart.Id).Add((byte)'\n');
        if (!isWanted)
        {
            (after, before) = (0, 0);
        }
        else if (!TryPast(writer, chart, after, ref before, nowSec, start + bytesMax)
            || !TryRows(writer, chart, after, ref before, nowSec, start + bytesMax))
        {
            starts = false;
            toldSec = before;
        }

        if (starts && series.Clock.LastUpdatedSec != 0)
        {
            State(writer, chart);
        }

        writer.Add("REND "u8).Add(chart.UpdateEvery).Add((byte)' ').Add(first).Add((byte)' ').Add(last);
        writer.Add(starts ? " true "u8 : " false "u8).Add(after).Add((byte)' ').Add(before).Add((byte)' ');
        writer.Add(nowSec).Add((byte)'\n');
        return starts;
    }

    /// <summary>What is not in the ring any more. Rows of another interval than today's stay here: a parent
    /// has one interval for all. False: as of <see cref="TryRows"/>.</summary>
    private static bool TryPast(
        ByteWriter writer, Chart chart, long after, ref long before, long nowSec, int countMax)
    {
        if (chart.Past is not { HasRows: true } past)
        {
            return true;
        }

        int every = chart.UpdateEvery;
        long last = Math.Min(before, past.LastEntrySec);
        last = chart.Series.Rows > 0 ? Math.Min(last, chart.Series.FirstEntrySec) : last;
        int reads = 0;
        for (long at = Math.Max(after, past.FirstEntrySec) + 1; at <= last;)
        {
            PastRows rows = past.At(at);
            long end = rows.UpdateEvery == every ? Math.Min(rows.ToSec, last) : 0;
            for (long sec = end > 0 ? at + ((rows.ToSec - at) % every) : 1; sec <= end; sec += every)
            {
                if (Row(writer, chart, rows.Row(sec), sec, nowSec)
                    && writer.Count >= countMax && sec < before)
                {
                    before = sec;
                    return false;
                }
            }

            at = rows.ToSec + 1;
            if (++reads == Limits.ReplayReadsMax && rows.ToSec < before)
            {
                before = rows.ToSec;
                return false;
            }
        }

        return true;
    }

    /// <summary>The rows that end after the one and not after the other. False: there was no room for all,
    /// and <paramref name="before"/> is the last one written.</summary>
    private static bool TryRows(
        ByteWriter writer, Chart chart, long after, ref long before, long nowSec, int countMax)
    {
        Series series = chart.Series;
        int every = chart.UpdateEvery;
        long newest = series.LastEntrySec;
        long back = Math.Min(series.Rows - 1, (newest - after - 1) / every);
        for (long sec = newest - (back * every); sec > after && sec <= Math.Min(before, newest); sec += every)
        {
            ReadOnlySpan<uint> row = series.Row(series.RowAt(sec));
            if (Row(writer, chart, row, sec, nowSec) && writer.Count >= countMax && sec < before)
            {
                before = sec;
                return false;
            }
        }

        return true;
    }

    /// <summary><c>RBEGIN '' start end now</c>, <c>RSET "dimension" value "flags"</c>. False: there is
    /// nothing in this row.</summary>
    private static bool Row(ByteWriter writer, Chart chart, ReadOnlySpan<uint> row, long sec, long nowSec)
    {
        if (!row.ContainsAnyExcept(StoredNumber.Empty))
        {
            return false;
        }

        writer.Add("RBEGIN '' "u8).Add(sec - chart.UpdateEvery).Add((byte)' ').Add(sec).Add((byte)' ');
        writer.Add(nowSec).Add((byte)'\n');
        for (int i = 0; i < row.Length; i++)
        {
            uint sample = row[i];
            writer.Add("RSET "u8).AddQuoted(chart.Dimensions[i].Id).Add((byte)' ');
            if (!StoredNumber.DoesExist(sample))
            {
                writer.Add("NAN \"E\"\n"u8);
                continue;
            }

            writer.AddFixed(StoredNumber.Unpack(sample), 7);
            writer.Add(StoredNumber.DidReset(sample) ? " \"R\"\n"u8 : " \"\"\n"u8);
        }

        return true;
    }

    /// <summary><c>RDSTATE "dimension" set-usec collected calculated stored</c>, <c>RSSTATE collected-usec
    /// updated-usec</c>.</summary>
    private static void State(ByteWriter writer, Chart chart)
    {
        Series series = chart.Series;
        foreach (Dimension dimension in chart.Dimensions)
        {
            HotCell cell = series.Hot[dimension.Index];
            long setUsec = series.Collections[dimension.Index] == 0 ? 0 : series.LastSetUsec(dimension.Index);
            writer.Add("RDSTATE "u8).AddQuoted(dimension.Id).Add((byte)' ').Add(setUsec).Add((byte)' ');
            writer.Add(cell.Last).Add((byte)' ').AddFixed(cell.Carry, 7).Add((byte)' ');
            writer.AddFixed(series.LastStored[dimension.Index], 7).Add((byte)'\n');
        }

        writer.Add("RSSTATE "u8).Add(series.Clock.LastCollectedUsec).Add((byte)' ');
        writer.Add(series.Clock.LastUpdatedSec * Clock.UsecPerSecond).Add((byte)'\n');
    }
}
