namespace Edge.Web;

/// <summary>What configuration says about the pages.</summary>
internal sealed record WebOptions
{
    /// <summary><c>stable</c> or <c>nightly</c> (spec api 3.2).</summary>
    public string ReleaseChannel { get; init; } = "stable";

    /// <summary><c>[web] custom dashboard_info.js</c>.</summary>
    public string CustomInfo { get; init; } = "";

    /// <summary><c>[global] web files directory</c>; null: only the built-in page.</summary>
    public string? FilesDirectory { get; init; }

    /// <summary><c>web files owner</c>: whose files are shown; null: anybody's.</summary>
    public uint? FilesUserId { get; init; }

    /// <summary><c>web files group</c>.</summary>
    public uint? FilesGroupId { get; init; }

    /// <summary>Where the dates of the formats are told.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary><c>[web] ses max window</c> and <c>des max window</c>.</summary>
    public int SesWindowMax { get; init; } = Query.Limits.SmoothingWindowMax;

    public int DesWindowMax { get; init; } = Query.Limits.SmoothingWindowMax;
}
