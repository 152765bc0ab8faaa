namespace Edge.Query;

/// <summary>What was asked of the store, for self-monitoring. Any thread.</summary>
internal sealed class QueryTally
{
    private long _queries;
    private long _read;
    private long _generated;

    public long Queries => Interlocked.Read(ref _queries);

    /// <summary>Samples.</summary>
    public long PointsRead => Interlocked.Read(ref _read);

    /// <summary>Values of answers.</summary>
    public long PointsGenerated => Interlocked.Read(ref _generated);

    /// <summary>A table was opened and is going to be read whole.</summary>
    public void Count(Table table)
    {
        Interlocked.Increment(ref _queries);
        Interlocked.Add(ref _read, table.SampleCount);
        Interlocked.Add(ref _generated, table.Window.Rows * table.Visible.Length);
    }
}
