namespace Edge.Net;

/// <summary>
/// What a connection may ask for: the rights of its port, narrowed by the access lists for its address.
/// </summary>
[Flags]
internal enum Access : byte
{
    None = 0,
    Dashboard = 1,
    Registry = 2,
    Badges = 4,
    Management = 8,
    Streaming = 16,
    NetdataConf = 32,
    All = Dashboard | Registry | Badges | Management | Streaming | NetdataConf,
}
