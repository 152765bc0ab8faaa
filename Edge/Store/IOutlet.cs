namespace Edge.Store;

/// <summary>
/// Where a host's charts go besides its own rings: a parent, an archive, alarms, backends. Called by the
/// writer of the host with the host's gate held. Calls come per chart, never per sample; an empty list of
/// outlets costs nothing.
/// </summary>
internal interface IOutlet
{
    /// <summary>A chart has been collected; comes before and independently of what is stored.</summary>
    /// <param name="chart">The chart, its clock already advanced.</param>
    /// <param name="values">Collected integers, one per dimension, before any algorithm.</param>
    /// <param name="updated">1 for each dimension set in this round; empty: all of them.</param>
    /// <param name="sinceUsec">Microseconds since the collection before; 0 if there was none.</param>
    void Committed(Chart chart, ReadOnlySpan<long> values, ReadOnlySpan<byte> updated, long sinceUsec);

    /// <summary>Rows came from a child's past; called while all of them are in the ring still.</summary>
    void Replayed(Chart chart)
    {
    }

    /// <summary>A child's past is all there, and rows are kept of it.</summary>
    void Filled(Chart chart)
    {
    }

    /// <summary>The newest second of a chart that it keeps for longer than the ring does; 0: of this chart
    /// nothing yet, -1: it keeps nothing.</summary>
    long KeptSec(Chart chart) => -1;

    /// <summary>The end of a tick or of a read: what was built may go.</summary>
    void Flush(long nowUsec);

    /// <summary>A chart became obsolete, which is told at once and not with its next collection.</summary>
    void Obsoleted(Chart chart);

    /// <summary>A host variable has a new value.</summary>
    void VariableChanged(string name, double value);

    /// <summary>The host's labels were replaced.</summary>
    void LabelsChanged();

    /// <summary>The host's claim id changed.</summary>
    void ClaimChanged();
}
