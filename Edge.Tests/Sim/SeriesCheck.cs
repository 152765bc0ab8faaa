using Edge.Store;

namespace Edge.Tests.Sim;

/// <summary>
/// What a node keeps of a chart against what the chart's own node keeps, over a time without faults that
/// begins after every resync is over. The stream carries no time, only intervals, so what can be promised is
/// this: the distance of the two clocks of a chart stays the same to the microsecond; the sample of each
/// collection lies in its row, as far from the own node's row as the clocks are apart, and is the same
/// number, except that counters are cut at other moments: theirs add up to the same sum.
/// </summary>
internal sealed class SeriesCheck(SimBook own, SimBook kept, string id)
{
    private readonly Chart _own = own.Host.Find(id)!;
    private readonly Chart _kept = kept.Host.Find(id)!;
    private readonly SeriesMark _ownFrom = SeriesMark.Of(own.Host.Find(id)!);
    private readonly SeriesMark _keptFrom = SeriesMark.Of(kept.Host.Find(id)!);

    private string Where => $"{kept.Node.Name}: {kept.Host.Info.Hostname} {id}";

    /// <summary>At the end. Returns how many samples were compared.</summary>
    public int Finish()
    {
        long from = Math.Max(_ownFrom.Serial, _keptFrom.Serial);
        List<SimEntry> entries = kept.Of(id);
        int first = kept.Find(id, from);
        SimBrokenException.Unless(first >= 0, $"{Where} has lost serial {from}");
        if (AnyOnEdge(from) || AnyOnBoundary(entries, first))
        {
            return 0;
        }

        CheckDistance(entries, first);
        Sum(own, _own, _ownFrom);
        if (kept.Host.Options.Mode == MemoryMode.None)
        {
            bool mayKeep = kept.Host.ReplayBudget != null;
            SimBrokenException.Unless(mayKeep || _kept.Series.Rows == 0, $"{Where} keeps rows");
            return 0;
        }

        Sum(kept, _kept, _keptFrom);
        int compared = 0;
        for (int i = first + 1; i < entries.Count; i++)
        {
            compared += CompareRow(entries[i - 1], entries[i]);
        }

        return compared;
    }

    /// <summary>A chart whose clock is ahead by one interval, or behind by four, more or less what the way
    /// may take, is set right by the first sample that comes early or late (spec streaming 11.2); that may be
    /// any. A node in between passes that on.</summary>
    private bool AnyOnEdge(long serial)
    {
        long intervalUsec = _kept.UpdateEvery * 1_000_000L;
        for (SimBook book = kept; book.From != null; book = book.From)
        {
            int at = book.Find(id, serial);
            long lead = at < 0 ? 0 : book.Of(id)[at].LeadUsec;
            if (Math.Abs(lead - intervalUsec) < 200_000 || Math.Abs(lead + (4 * intervalUsec)) < 200_000)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A sample in the very microsecond of a row counts as one row more, so that the row before may
    /// be taken for a gap (spec database 3.5).</summary>
    private bool AnyOnBoundary(List<SimEntry> entries, int first)
    {
        long intervalUsec = _kept.UpdateEvery * 1_000_000L;
        return entries.Skip(first).Any(entry => entry.CollectedUsec % intervalUsec == 0);
    }

    private void CheckDistance(List<SimEntry> entries, int first)
    {
        long distance = long.MinValue;
        for (int i = first; i < entries.Count; i++)
        {
            SimEntry source = own.Of(id)[own.Find(id, entries[i].Serial)];
            long now = entries[i].CollectedUsec - source.CollectedUsec;
            SimBrokenException.Unless(distance == long.MinValue || now == distance,
                $"{Where} serial {entries[i].Serial}: its clock was {distance} us from its source's, now "
                + $"{now}");
            distance = now;
        }
    }

    private int CompareRow(in SimEntry before, in SimEntry entry)
    {
        int every = _kept.UpdateEvery;
        SimEntry source = own.Of(id)[own.Find(id, entry.Serial)];
        SimEntry sourceBefore = own.Of(id)[own.Find(id, before.Serial)];
        long row = RowSec(entry, every);
        long sourceRow = RowSec(source, every);

        // A clock within its jitter of a full interval skips rows and doubles up: nothing to compare there.
        if (row != RowSec(before, every) + every || sourceRow != RowSec(sourceBefore, every) + every)
        {
            return 0;
        }

        int compared = 0;
        foreach (Dimension dimension in _own.Dimensions)
        {
            Dimension? other = _kept.Find(dimension.Id);
            SimBrokenException.Unless(other != null, $"{Where} lacks {dimension.Id}");
            if (dimension.Algorithm == Algorithm.Incremental)
            {
                continue;
            }

            uint expected = At(_own, dimension, sourceRow);
            uint actual = At(_kept, other!, row);
            SimBrokenException.Unless(expected == actual && actual != StoredNumber.Empty,
                $"{Where} {dimension.Id} serial {entry.Serial} row {row}: {StoredNumber.Unpack(actual)} "
                + $"instead of {StoredNumber.Unpack(expected)}");
            compared++;
        }

        return compared;
    }

    /// <summary>
    /// No count is lost or doubled: rows and what is not in one yet make up all that was counted.
    /// </summary>
    private void Sum(SimBook book, Chart chart, SeriesMark mark)
    {
        List<SimEntry> entries = own.Of(id);
        int last = own.Find(id, SeriesMark.Of(chart).Serial);
        foreach (Dimension dimension in chart.Dimensions)
        {
            if (dimension.Algorithm != Algorithm.Incremental || !mark.Carries.ContainsKey(dimension.Id)
                || _own.Find(dimension.Id) == null)
            {
                continue;
            }

            long from = ValueAt(entries[own.Find(id, mark.Serial)], dimension.Id);
            double counted = ValueAt(entries[last], dimension.Id) - from;
            double expected = counted * dimension.Multiplier / dimension.Divisor;
            double sum = chart.Series.Hot[dimension.Index].Carry - mark.Carries[dimension.Id];
            double size = 0;
            for (long sec = mark.UpdatedSec + chart.UpdateEvery; sec <= chart.Series.LastEntrySec;
                sec += chart.UpdateEvery)
            {
                uint stored = At(chart, dimension, sec);
                SimBrokenException.Unless(
                    stored != StoredNumber.Empty, $"{Where} {dimension.Id} gap at {sec}");
                double value = StoredNumber.Unpack(stored) * chart.UpdateEvery;
                (sum, size) = (sum + value, size + Math.Abs(value));
            }

            SimBrokenException.Unless(Math.Abs(sum - expected) <= 1e-4 + (2e-6 * size),
                $"{book.Node.Name}: {book.Host.Info.Hostname} {id} {dimension.Id} adds up to {sum}, not "
                + $"{expected}");
        }
    }

    private static long ValueAt(in SimEntry entry, string dimension)
    {
        int index = Array.IndexOf(entry.Ids, dimension);
        SimBrokenException.Unless(index >= 0, $"serial {entry.Serial} has no {dimension}");
        return entry.Values[index];
    }

    private static long RowSec(in SimEntry entry, int every)
    {
        long sec = entry.CollectedUsec / 1_000_000;
        return sec - (sec % every);
    }

    private static uint At(Chart chart, Dimension dimension, long sec) =>
        sec > chart.Series.LastEntrySec || sec <= chart.Series.FirstEntrySec
            ? StoredNumber.Empty
            : chart.Series.Row(chart.Series.RowAt(sec))[dimension.Index];
}
