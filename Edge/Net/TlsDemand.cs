namespace Edge.Net;

/// <summary>What <c>^SSL=</c> says for a listening socket (spec tls 2).</summary>
[Flags]
internal enum TlsDemand : byte
{
    Default = 0,
    Optional = 1,

    /// <summary>Wins over optional for streams.</summary>
    Force = 2,
}
