namespace Edge.Collect.Cgroups;

/// <summary>
/// Found -> Off | Service | Naming | Shown | Twin; Naming -> Shown | Twin | Unsure | Off;
/// Unsure -> Naming; Twin -> Shown; everything -> Gone.
/// </summary>
internal enum CgroupState : byte
{
    Found,

    /// <summary>Nobody wants to see it.</summary>
    Off,

    /// <summary>A dimension of the charts of services.</summary>
    Service,

    /// <summary>Its name is being looked up.</summary>
    Naming,

    /// <summary>Its name was not known; it is asked for once more after the next look at the trees.</summary>
    Unsure,

    /// <summary>Another one has its chart id.</summary>
    Twin,

    /// <summary>Has charts of its own.</summary>
    Shown,

    Gone,
}
