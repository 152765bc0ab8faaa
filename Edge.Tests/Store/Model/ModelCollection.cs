namespace Edge.Tests.Store.Model;

/// <summary>One round of a chart: BEGIN with microseconds, SETs in order, END; all at one reading of the
/// clock.</summary>
/// <param name="NowUsec">Wall clock.</param>
/// <param name="SinceUsec">As declared, 0: not.</param>
/// <param name="Sets">Dimension index and collected value; a dimension may come twice or not at all.</param>
internal sealed record ModelCollection(
    long NowUsec, long SinceUsec, IReadOnlyList<(int Dimension, long Value)> Sets)
{
    public override string ToString() => $"now {NowUsec} since {SinceUsec} sets [{string.Join(" ", Sets)}]";
}
