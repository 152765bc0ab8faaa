namespace Edge.Tests.Peers;

/// <summary>Where the programs are; null for one that is missing.</summary>
internal static class Programs
{
    /// <summary>The root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    public static string? Edge { get; } = Existing(
        Environment.GetEnvironmentVariable("EDGE_BINARY") ?? Path.Combine(Root, "publish/linux-x64/edge"));

    public static string? Netdata { get; } = Existing("/usr/sbin/netdata");

    private static string? Existing(string path) => File.Exists(path) ? path : null;

    private static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at != null && !File.Exists(Path.Combine(at.FullName, "Edge.slnx")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException("the tests do not lie in a checkout");
    }
}
