using Edge.Net;

namespace Edge.Stream;

/// <summary>Who is told when a receiver ends.</summary>
internal interface IReceiverEvents
{
    /// <summary>The last call; the host's gate is not held.</summary>
    void Ended(Receiver receiver, IConnection connection, CloseReason reason, long nowUsec);
}
