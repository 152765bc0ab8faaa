namespace Edge.Tests;

/// <summary>Recordings from real Netdatas, in a folder beside the checkout; tests that need it are skipped
/// without.</summary>
internal static class Captures
{
    /// <summary>The folder that holds <c>captures/</c>, <c>api/</c> and <c>catalogue/</c>; null when
    /// absent.</summary>
    public static string? Root { get; } = FindRoot();

    public static byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(Root!, path));

    private static string? FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at != null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Edge.slnx")))
            {
                string root = Path.Combine(at.Parent!.FullName, "shared");
                return Directory.Exists(Path.Combine(root, "captures")) ? root : null;
            }
        }

        return null;
    }
}
