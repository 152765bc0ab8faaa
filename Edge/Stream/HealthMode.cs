namespace Edge.Stream;

/// <summary><c>health enabled</c> of a received host (spec streaming 18).</summary>
internal enum HealthMode : byte
{
    No,
    Yes,

    /// <summary><c>auto</c> and <c>on demand</c>: alarms while it is connected.</summary>
    Auto,
}
