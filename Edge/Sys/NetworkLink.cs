namespace Edge.Sys;

/// <summary>A network interface of some namespace.</summary>
/// <param name="Index">Its number in its namespace.</param>
/// <param name="Peer">The number of the interface at its other end, in the namespace of that; its own number
/// or
/// 0: it has none.</param>
/// <param name="Name">In its namespace.</param>
internal readonly record struct NetworkLink(int Index, int Peer, string Name);
