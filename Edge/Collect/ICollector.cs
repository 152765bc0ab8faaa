namespace Edge.Collect;

/// <summary>One source of the kernel, read once a tick.</summary>
internal interface ICollector : IDisposable
{
    /// <summary>
    /// Reads and commits. Null: done, or nothing to do this time. Else the sentence for the log that says why
    /// it can
    /// never work here; it is not called again.
    /// </summary>
    /// <param name="nowUsec">Wall clock, the same for all collectors of a tick.</param>
    string? Collect(long nowUsec);
}
