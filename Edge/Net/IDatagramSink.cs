using Edge.Sys;

namespace Edge.Net;

/// <summary>Takes datagrams. Calls come from the wire thread, one at a time.</summary>
internal interface IDatagramSink
{
    /// <summary>Borrowed until it returns.</summary>
    void Received(DatagramBatch batch, long nowUsec);

    /// <summary>There is nothing more for now.</summary>
    void Paused();
}
