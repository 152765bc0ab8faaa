namespace Edge.Store;

/// <summary>What a host keeps, and where.</summary>
internal enum MemoryMode : byte
{
    None,
    Ram,
    Save,
    Map,
    Alloc,
    DbEngine,
}
