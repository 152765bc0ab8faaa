namespace Edge.Net;

/// <summary>
/// A protocol without a socket: bytes in, bytes out by <see cref="IConnection.TrySend"/>, time as an
/// argument. Calls of one session never overlap, but may come on different threads (always with the needed
/// happens-before).
/// </summary>
internal interface ISession
{
    /// <summary>Takes what it can use from the front.</summary>
    /// <param name="connection">Whose bytes.</param>
    /// <param name="bytes">Everything received and not consumed so far, at least one new byte.</param>
    /// <param name="nowUsec">Wall clock, read once per read.</param>
    /// <returns>Bytes used up; the rest is offered again together with what comes next. After
    /// <see cref="IConnection.Switch"/> the rest goes to the new session at once.</returns>
    int Consume(IConnection connection, ReadOnlySpan<byte> bytes, long nowUsec);

    /// <summary>Once a second: time-outs. Not called while Consume runs.</summary>
    void Sweep(IConnection connection, long nowUsec);

    /// <summary>The last call.</summary>
    void Closed(IConnection connection, CloseReason reason, long nowUsec);
}
