namespace Edge.Store;

/// <summary>Who a host is. Replaced as a whole when it connects again and says something else.</summary>
internal sealed record HostInfo
{
    public required string Hostname { get; init; }

    public required string RegistryHostname { get; init; }

    /// <summary>36 characters, as the host sent it.</summary>
    public required string MachineGuid { get; init; }

    public string Os { get; init; } = "unknown";

    public string Timezone { get; init; } = "unknown";

    /// <summary>Empty: no tags.</summary>
    public string Tags { get; init; } = "";

    public string ProgramName { get; init; } = "unknown";

    public string ProgramVersion { get; init; } = "unknown";

    /// <summary>Seconds, 1 or more.</summary>
    public int UpdateEvery { get; init; } = 1;

    /// <summary>Nodes between the host and this one, itself counted: 0 is the local host, 1 a child's own
    /// connection.</summary>
    public int Hops { get; init; }

    public SystemInfo System { get; init; } = new();
}
