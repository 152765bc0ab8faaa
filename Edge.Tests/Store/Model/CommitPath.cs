namespace Edge.Tests.Store.Model;

/// <summary>The ways a collection can take through the store.</summary>
internal enum CommitPath
{
    /// <summary>Through the chart, which chooses.</summary>
    Chart,

    /// <summary>Values kept by the caller and offered to the fast path first.</summary>
    Outside,

    /// <summary>The general path only.</summary>
    General,
}
