namespace Edge.Sys;

/// <summary>
/// The door of a host: who reads or writes its charts holds it (pulse for a tick, wire for a read, a page for
/// an answer). Uncontended but for the local host, so it costs some 20 ns a read, never one per sample.
/// Order: a host's gate first, then a connection's own lock; never the other way round.
/// </summary>
internal sealed class Gate
{
    private readonly Lock _lock = new();

    /// <summary>Use as <c>using (gate.Enter()) { ... }</c>. Re-entrant on the same thread.</summary>
    public Lock.Scope Enter() => _lock.EnterScope();

    public bool IsHeld => _lock.IsHeldByCurrentThread;
}
