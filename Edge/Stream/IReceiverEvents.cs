using Edge.Net;

namespace Edge.Stream;

/// <summary>Who wants to know what becomes of a receiver.</summary>
internal interface IReceiverEvents
{
    /// <summary>The last call: its connection is closed.</summary>
    void Ended(Receiver receiver, IConnection connection, CloseReason reason, long nowUsec);
}
