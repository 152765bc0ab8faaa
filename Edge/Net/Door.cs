namespace Edge.Net;

/// <summary>What all listeners of a node share: who may come in, and what talks to them.</summary>
/// <param name="Home">Set of the connections.</param>
/// <param name="Lists">Asked at accept.</param>
/// <param name="Resolver">For lists by name, and for names in <c>bind to</c>.</param>
/// <param name="NewSession">Called on the wire thread for every connection.</param>
/// <param name="Tls">Null: none is loaded, and items with <c>^SSL=force</c> stay closed.</param>
internal sealed record Door(
    Connections Home, AccessLists Lists, Resolver Resolver, Func<IConnection, ISession> NewSession,
    ITlsDoor? Tls = null)
{
    /// <summary>Unix sockets are never encrypted (spec tls 2).</summary>
    public Func<IConnection, ISession> SessionFor(BindItem item) =>
        Tls == null || item.Transport == Transport.Unix
            ? NewSession
            : plain => Tls.Accept(plain, item.Tls, NewSession);
}
