namespace Edge.Bench.Crash;

/// <summary>What comes between the kill that left files and the damage to them.</summary>
internal enum LifeBefore
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A life that ends in order.</summary>
    Ended,

    /// <summary>One that recovers what the kill left and is killed, too.</summary>
    Killed,
}
