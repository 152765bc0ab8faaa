namespace Edge.Sys;

/// <summary>An invariant of Edge did not hold. Whoever catches it ends what it was doing and does not go on
/// with it.</summary>
internal sealed class BugException(string message) : Exception(message);
