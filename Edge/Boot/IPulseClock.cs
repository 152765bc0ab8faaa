namespace Edge.Boot;

/// <summary>What the pulse needs of time; tests bring their own.</summary>
internal interface IPulseClock
{
    /// <summary>Wall clock, microseconds since 1970.</summary>
    long NowUsec { get; }

    /// <summary>Never jumps; stands still while the machine sleeps.</summary>
    long MonotonicUsec { get; }

    /// <summary>Waits that long, or until <see cref="Wake"/>.</summary>
    void Wait(long usec);

    /// <summary>Ends the present or the next wait. Any thread.</summary>
    void Wake();
}
