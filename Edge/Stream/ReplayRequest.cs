namespace Edge.Stream;

/// <summary>What a parent wants of one chart: <c>REPLAY_CHART "id" "true|false" after before</c>.</summary>
/// <param name="Starts">The last one: live data follow.</param>
/// <param name="After">Second, exclusive; 0, together with the other: nothing is wanted.</param>
/// <param name="Before">Second, inclusive.</param>
internal readonly record struct ReplayRequest(bool Starts, long After, long Before)
{
    /// <summary>Nothing is wanted, go on.</summary>
    public static readonly ReplayRequest Nothing = new(true, 0, 0);

    /// <summary>The next request of a parent (spec stream-caps 8.5).</summary>
    /// <param name="terms">Of the host.</param>
    /// <param name="child">What the child has.</param>
    /// <param name="own">What is here.</param>
    /// <param name="previousBefore">Of the request before; 0: this is the first.</param>
    /// <param name="nowSec">The parent's own clock.</param>
    public static ReplayRequest Next(
        ReplayTerms terms, in ReplaySpan child, in ReplaySpan own, long previousBefore, long nowSec)
    {
        if (!terms.IsEnabled || child.LastSec <= 0 || child.FirstSec <= 0 || child.FirstSec > child.LastSec
            || own.SecondsMax == 0)
        {
            return Nothing;
        }

        // A child's rows may be ahead of this clock. Asked up to here alone, for what it has told already,
        // it would tell the same again for ever.
        nowSec = Math.Max(nowSec, child.LastSec);
        long last = Math.Min(own.LastSec, nowSec);
        if (last > child.LastSec)
        {
            return Nothing;
        }

        // What the ring has no room for would be overwritten by what comes after it.
        long gap = previousBefore != 0 ? previousBefore : last > 0 ? last : nowSec - terms.SecondsMax;
        gap = Math.Max(gap, child.LastSec - own.SecondsMax);
        long after = Math.Max(gap, child.FirstSec);
        bool isNear = nowSec - after <= terms.StepSeconds;
        long before = Math.Min(isNear ? nowSec : after + terms.StepSeconds, child.LastSec);
        after = Math.Min(after, before);
        return new ReplayRequest(isNear || before == child.LastSec, after, before);
    }
}
