namespace Edge.Net;

/// <summary>Something that goes on when the wire thread has served the others.</summary>
internal interface ITurn
{
    /// <summary>On the wire thread, no lock held.</summary>
    void Resume();
}
