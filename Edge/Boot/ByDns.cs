namespace Edge.Boot;

/// <summary>Whether an access list is also held against the name that an address has.</summary>
internal enum ByDns
{
    No,
    Yes,

    /// <summary>When the list looks as if it had names in it.</summary>
    Heuristic,
}
