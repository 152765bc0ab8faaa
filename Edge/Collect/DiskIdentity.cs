namespace Edge.Collect;

/// <summary>How a disk's charts are called: ids by the kernel's name, names by the friendly one.</summary>
internal sealed record DiskIdentity(string Device, string Friendly, string Family);
