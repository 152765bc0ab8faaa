namespace Edge.Collect;

/// <summary>A switch of a chart (spec collectors 1.2): <c>no</c>, <c>yes</c>, or <c>auto</c>.</summary>
internal enum OnDemand : byte
{
    No,
    Yes,

    /// <summary>From the first value that is not zero on, and then for good.</summary>
    Auto,
}
