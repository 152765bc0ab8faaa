using Edge.Protocol;
using Edge.Store;

namespace Edge.Tests.Sim;

/// <summary>
/// Where history is told, a node keeps what the next node below it that keeps anything has: each row in its
/// second, none missing, the same numbers, counters too, since their state travels along (spec stream-caps
/// 8.3), through nodes too that only pass on. What the node below has forgotten is not looked for.
/// </summary>
internal static class ReplicaCheck
{
    /// <summary>Returns how many samples were compared.</summary>
    public static int Compare(SimBook own, SimBook kept)
    {
        SimBook from = kept.From!;
        while (!Keeps(from.Host))
        {
            from = from.From!;
        }

        if (!Replicates(own, kept) || !Keeps(kept.Host) || HasJumped(own, kept))
        {
            return 0;
        }

        int compared = 0;
        foreach (Chart chart in from.Host.Charts)
        {
            // One that its own node has given up is not mentioned on connections that come after.
            bool isAlive = own.Host.Find(chart.Id) is { IsObsolete: false };
            if (isAlive && !chart.IsObsolete && kept.Host.Find(chart.Id) is { } other)
            {
                string where = $"{kept.Node.Name}: {kept.Host.Info.Hostname} {chart.Id}";
                compared += Compare(where, chart, other);
            }
        }

        return compared;
    }

    /// <summary>All the way: without it a clock follows the weather, and is set back with rows that were
    /// told of already.</summary>
    private static bool Replicates(SimBook own, SimBook kept)
    {
        Capabilities all = own.Node.Plan.Speaks;
        for (SimBook book = kept; book != own; book = book.From!)
        {
            all &= book.Node.Plan.Speaks;
        }

        return (all & Capabilities.Replication) != 0;
    }

    private static bool Keeps(Host host) =>
        host.Options.Mode != MemoryMode.None || host.ReplayBudget != null;

    /// <summary>A clock that was set writes rows again, or leaves some out.</summary>
    private static bool HasJumped(SimBook own, SimBook kept)
    {
        for (SimBook book = kept; book != own; book = book.From!)
        {
            if (book.Node.Jumps > 1)
            {
                return true;
            }
        }

        return own.Node.Jumps > 1;
    }

    private static int Compare(string where, Chart from, Chart to)
    {
        Series source = from.Series;
        Series target = to.Series;
        int every = from.UpdateEvery;
        long last = Math.Min(source.LastEntrySec, target.LastEntrySec);
        SimBrokenException.Unless(source.Rows == 0 || last > source.LastEntrySec - 10,
            $"{where} ends at {target.LastEntrySec} instead of {source.LastEntrySec}");
        long room = (long)target.Clock.Entries * every;
        long first = Math.Max(source.FirstEntrySec, target.LastEntrySec - room);
        int compared = 0;
        for (long sec = first + every; source.Rows > 0 && sec <= last; sec += every)
        {
            ReadOnlySpan<uint> expected = source.Row(source.RowAt(sec));
            bool isThere = target.Rows > 0 && sec > target.FirstEntrySec;
            ReadOnlySpan<uint> actual = isThere ? target.Row(target.RowAt(sec)) : [];
            foreach (Dimension dimension in from.Dimensions)
            {
                uint mine = expected[dimension.Index];
                uint theirs = isThere ? actual[to.Find(dimension.Id)!.Index] : StoredNumber.Empty;

                // After a restart: the first difference of a counter and what of it belongs into the next
                // row, and what a dimension was at first. Only who knew it before can tell.
                bool isFirst = (mine == StoredNumber.Empty || dimension.Algorithm == Algorithm.Incremental)
                    && sec <= source.FirstEntrySec + (3 * every);
                SimBrokenException.Unless(isFirst || IsSame(mine, theirs),
                    $"{where} {dimension.Id} at {sec}: {Text(theirs)} instead of {Text(mine)}");
                compared++;
            }
        }

        return compared;
    }

    /// <summary>The text of a value has seven digits behind the point, the number in a row 24 bits.</summary>
    private static bool IsSame(uint expected, uint actual)
    {
        if (expected == actual)
        {
            return true;
        }

        if (!StoredNumber.DoesExist(expected) || !StoredNumber.DoesExist(actual))
        {
            return false;
        }

        double value = StoredNumber.Unpack(expected);
        double error = Math.Abs(value - StoredNumber.Unpack(actual));
        return error <= 1e-5 + (2e-6 * Math.Abs(value));
    }

    private static string Text(uint sample) => StoredNumber.DoesExist(sample)
        ? $"{StoredNumber.Unpack(sample)}{(StoredNumber.DidReset(sample) ? " R" : "")}" : "nothing";
}
