namespace Edge.Tests.Sim;

/// <summary>One collection of a chart as it passed through a host.</summary>
/// <param name="Serial">Its name.</param>
/// <param name="Connection">That it was put on; 0: on none, it was dropped there.</param>
/// <param name="IsHeld">The chart waited for its history there: a row tells of it, not a live sample.</param>
/// <param name="CollectedUsec">The chart's clock after it.</param>
/// <param name="LeadUsec">How far that clock is ahead of the node's.</param>
/// <param name="Ids">Of the dimensions that it set.</param>
/// <param name="Values">Of these.</param>
internal readonly record struct SimEntry(
    long Serial, long Connection, bool IsHeld, long CollectedUsec, long LeadUsec,
    string[] Ids, long[] Values);
