namespace Edge.Store;

/// <summary>
/// The bound of all received hosts' rows together: each may have an equal part. Any thread; a host that has
/// more than its part since others came gives it up with <see cref="ReplayBudget.Fit"/>.
/// </summary>
internal sealed class ReplayPool(long bytesMax)
{
    private int _hosts;

    /// <summary>Of those that keep rows.</summary>
    public int Hosts => Volatile.Read(ref _hosts);

    /// <summary>Bytes that each may have.</summary>
    public int Share => (int)Math.Min(int.MaxValue, bytesMax / Math.Max(1, Hosts));

    public void Enter() => Interlocked.Increment(ref _hosts);

    public void Leave() => Interlocked.Decrement(ref _hosts);
}
