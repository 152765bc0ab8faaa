using Edge.Store;

namespace Edge.Collect.Cgroups;

/// <summary>What somebody said to the question what a control group is called.</summary>
/// <param name="IsKnown">False: it may be known a little later.</param>
/// <param name="Name">To be shown.</param>
/// <param name="Labels">Of all its charts; null: none.</param>
/// <param name="IsUnwanted">It is not to be shown at all.</param>
internal sealed record NameAnswer(
    bool IsKnown, string Name, List<Label>? Labels = null, bool IsUnwanted = false);
