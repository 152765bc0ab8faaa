using Edge.Store;

namespace Edge.Stream;

/// <summary>
/// A chart that was just defined and will be asked for once its collection is certainly over.
/// </summary>
/// <param name="Chart">Of a child that keeps rows.</param>
/// <param name="Child">What the child keeps.</param>
/// <param name="DefinedUsec">Wall clock.</param>
internal readonly record struct SettlingChart(Chart Chart, ReplaySpan Child, long DefinedUsec)
{
    /// <summary>A clock that was set back counts as time enough.</summary>
    public bool HasSettled(long nowUsec, long settleUsec) =>
        nowUsec < DefinedUsec || nowUsec - DefinedUsec >= settleUsec;
}
