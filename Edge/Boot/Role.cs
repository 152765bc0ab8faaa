namespace Edge.Boot;

/// <summary>What a node is, by its configuration alone (ARCHITECTURE.md, "What the program is").</summary>
internal enum Role
{
    HeadlessCollector,
    HeadlessProxy,

    /// <summary>Keeps and sends, but listens nowhere.</summary>
    CollectorWithDatabase,
    ProxyWithDatabase,
    Parent,
    StandAlone,

    /// <summary>Keeps nothing and sends nowhere.</summary>
    Idle,
}
