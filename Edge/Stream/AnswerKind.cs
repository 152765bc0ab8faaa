namespace Edge.Stream;

/// <summary>What a parent said to the request.</summary>
internal enum AnswerKind : byte
{
    /// <summary>The beginning of a known answer.</summary>
    Incomplete,
    Accepted,

    /// <summary>Not a parent, or none that this protocol knows.</summary>
    Foreign,

    /// <summary>The host is the parent itself.</summary>
    Localhost,

    /// <summary>The host has a connection to the parent already.</summary>
    AlreadyConnected,

    /// <summary>Key, GUID or address are not wanted.</summary>
    Denied,

    /// <summary>The port or its access list has no room for streams.</summary>
    Forbidden,
    Busy,
}
