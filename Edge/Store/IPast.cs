namespace Edge.Store;

/// <summary>
/// The rows of one chart that are kept elsewhere than in its ring, most of them older than it. They may
/// overlap with the ring; the ring is right then. Used with the host's gate held.
/// </summary>
internal interface IPast
{
    /// <summary>False: nothing is kept, nothing else may be asked.</summary>
    bool HasRows { get; }

    /// <summary>Seconds; one interval before the oldest row.</summary>
    long FirstEntrySec { get; }

    /// <summary>Second of the newest row.</summary>
    long LastEntrySec { get; }

    /// <summary>
    /// The rows around a second from <see cref="FirstEntrySec"/> + 1 to <see cref="LastEntrySec"/>, or the
    /// hole that it lies in. Valid until the next call for the same chart, and no longer than the gate is
    /// held. What cannot be read is a hole.
    /// </summary>
    PastRows At(long sec);

    /// <summary>
    /// The smallest and largest seconds between rows that <paramref name="fromSec"/> to <paramref
    /// name="toSec"/> touch; (0, 0) without any.
    /// </summary>
    (int Min, int Max) Intervals(long fromSec, long toSec);

    /// <summary>The chart goes; what it has in its ring is there for the last time.</summary>
    void Leave();
}
