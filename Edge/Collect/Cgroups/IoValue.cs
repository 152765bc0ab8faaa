namespace Edge.Collect.Cgroups;

/// <summary>Reads and writes of all disks together.</summary>
internal struct IoValue
{
    /// <summary>Was read in this iteration.</summary>
    public bool IsThere;
    public ulong Reads;
    public ulong Writes;

    public readonly bool IsZero => (Reads | Writes) == 0;
}
