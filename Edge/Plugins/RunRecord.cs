namespace Edge.Plugins;

/// <summary>What a plugin has done so far.</summary>
/// <param name="Total">END lines of all runs, this one included.</param>
/// <param name="Failures">Runs in a row without one, this one included.</param>
internal readonly record struct RunRecord(long Total, int Failures)
{
    /// <param name="collections">END lines of one more run.</param>
    public RunRecord After(long collections) =>
        collections > 0 ? new RunRecord(Total + collections, 0) : this with { Failures = Failures + 1 };
}
