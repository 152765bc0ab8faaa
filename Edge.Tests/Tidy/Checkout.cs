namespace Edge.Tests.Tidy;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Checkout
{
    private static readonly string[] Projects = ["Edge", "Edge.Tests", "Edge.Bench"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file; read once for all tests.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } = [.. Projects.SelectMany(Read)];

    /// <summary>The files of the program itself.</summary>
    public static IEnumerable<SourceFile> Program => Sources.Where(file => file.Project == "Edge");

    /// <summary>Files that people read or machines run besides the sources.</summary>
    public static IEnumerable<string> OtherTexts() =>
        Directory.EnumerateFiles(Root, "*.md")
            .Concat(FilesIn("scripts"))
            .Concat(FilesIn(".ci"))
            .Concat(FilesIn("publish/conf"))
            .Concat(Directory.EnumerateFiles(Root, "*.csproj"))
            .Concat(Directory.EnumerateFiles(Root, "*.props"));

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> FilesIn(string folder)
    {
        string path = Path.Combine(Root, folder);
        return Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories) : [];
    }

    private static IEnumerable<SourceFile> Read(string project) =>
        FilesIn(project)
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => (Path: path, Name: Relative(path)))
            .Where(file => !file.Name.Contains("/obj/") && !file.Name.Contains("/bin/"))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new SourceFile(file.Name, File.ReadAllText(file.Path)));

    private static string FindRoot()
    {
        // EDGE_TIDY_ROOT holds another checkout to the rules of this one.
        string? other = Environment.GetEnvironmentVariable("EDGE_TIDY_ROOT");
        if (!string.IsNullOrEmpty(other))
        {
            return other;
        }

        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at != null && !File.Exists(Path.Combine(at.FullName, "Edge.slnx")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException("the tests do not lie in a checkout");
    }
}
