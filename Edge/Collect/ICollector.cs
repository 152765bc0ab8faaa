namespace Edge.Collect;

/// <summary>One source of the kernel, read once a tick.</summary>
internal interface ICollector : IDisposable
{
    /// <summary>The machine has nothing of the kind, which most have not: no line in the log.</summary>
    public const string Absent = "";

    /// <summary>
    /// Reads and commits. Null: done, or nothing to do this time. Else the sentence for the log that says why
    /// it can never work here, or <see cref="Absent"/>; it is not called again.
    /// </summary>
    /// <param name="nowUsec">Wall clock, the same for all collectors of a tick.</param>
    string? Collect(long nowUsec);
}
