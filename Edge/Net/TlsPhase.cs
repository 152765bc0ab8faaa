namespace Edge.Net;

/// <summary>Looking -> (Plain | Handshake -> Open); a dialled connection begins with Handshake.</summary>
internal enum TlsPhase : byte
{
    /// <summary>Waits for the first byte.</summary>
    Looking,

    /// <summary>Not encrypted: everything is passed on.</summary>
    Plain,
    Handshake,
    Open,
}
