namespace Edge.Boot;

internal enum WebMode
{
    /// <summary>No listening socket at all.</summary>
    None,
    StaticThreaded,
}
