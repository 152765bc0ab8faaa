namespace Edge.Net;

/// <summary>Something besides connections that has time-outs.</summary>
internal interface ISwept
{
    /// <summary>Once a second, from the pulse.</summary>
    void Sweep(long nowUsec);
}
