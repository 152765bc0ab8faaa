namespace Edge.Tests.Sim;

/// <summary>What may be wrong with a node that others send to, while its process lives.</summary>
internal enum ParentFault
{
    None,

    /// <summary>Nobody can connect; what is connected stays.</summary>
    NoListener,

    /// <summary>It is too busy for anybody new, and says so.</summary>
    Busy,

    /// <summary>It answers what no parent does.</summary>
    Rubbish,

    /// <summary>The process is stopped: its kernel takes connections and bytes, nobody reads them.</summary>
    Frozen,
}
