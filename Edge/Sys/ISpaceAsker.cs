namespace Edge.Sys;

/// <summary>Answers questions about file systems where nobody else waits for the answers.</summary>
internal interface ISpaceAsker : IDisposable
{
    /// <summary>Processor time of the thread that asks, microseconds.</summary>
    (long UserUsec, long SystemUsec) Used { get; }

    /// <summary>Microseconds that the last round took.</summary>
    long RoundUsec { get; }

    /// <summary>Goes through the questions, in their order. Nobody changes the array any more.</summary>
    void Begin(SpaceQuestion[] questions);

    /// <summary>
    /// The thread waits for one that does not answer: it is left alone with it, and another one goes on.
    /// </summary>
    void GoOnWithoutIt();
}
