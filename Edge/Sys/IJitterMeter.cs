namespace Edge.Sys;

/// <summary>Measures how much longer than asked for sleeps take.</summary>
internal interface IJitterMeter : IDisposable
{
    /// <summary>What was measured since the last call; false: no sleep ended since.</summary>
    bool TryTake(out Lateness lateness);
}
