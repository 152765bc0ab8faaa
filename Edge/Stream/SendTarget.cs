namespace Edge.Stream;

/// <summary>Where one host is sent to (spec streaming 17: each host may have its own).</summary>
internal sealed record SendTarget
{
    public static readonly SendTarget Off = new();

    public bool IsEnabled { get; init; }

    /// <summary>The list as the operator wrote it (spec streaming 16).</summary>
    public string Destination { get; init; } = "";

    public string ApiKey { get; init; } = "";

    /// <summary><c>send charts matching</c>, asked with the full id and then with the full name of a
    /// chart.</summary>
    public Func<string, bool> Matches { get; init; } = static _ => true;

    /// <summary>Enabled, and nothing is missing.</summary>
    public bool IsOn => IsEnabled && Destination.Length > 0 && ApiKey.Length > 0;
}
