using Edge.Store;

namespace Edge.Collect;

/// <summary>An interface of this machine whose other end is in a container.</summary>
/// <param name="Id">The container's chart id.</param>
/// <param name="Inner">What the container calls it.</param>
/// <param name="Labels">Of its charts; null: none.</param>
internal sealed record ContainerInterface(string Id, string Inner, List<Label>? Labels);
