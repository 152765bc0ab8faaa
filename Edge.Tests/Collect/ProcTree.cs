using System.Text;

namespace Edge.Tests.Collect;

/// <summary>
/// A folder that stands for a machine: collectors read it through the host prefix. Removed at the end.
/// </summary>
internal sealed class ProcTree : IDisposable
{
    public ProcTree(string? recorded = null)
    {
        Root = Directory.CreateTempSubdirectory("edge-proc-").FullName;
        if (recorded != null)
        {
            Copy(Path.Combine(TreesRoot, recorded), Root);
        }
    }

    /// <summary>Where recorded trees and golden files lie in the checkout.</summary>
    public static string TreesRoot { get; } = FindTrees();

    public string Root { get; }

    public string PathOf(string path) => Root + path;

    public ProcTree Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public ProcTree Write(string path, byte[] bytes)
    {
        string full = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
        return this;
    }

    public string Read(string path) => File.ReadAllText(PathOf(path));

    public ProcTree Change(string path, string from, string to)
    {
        string text = Read(path);
        if (!text.Contains(from, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"'{from}' is not in {path}");
        }

        return Write(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    public ProcTree Delete(string path)
    {
        File.Delete(PathOf(path));
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static string FindTrees()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at != null && !File.Exists(Path.Combine(at.FullName, "Edge.slnx")))
        {
            at = at.Parent;
        }

        return Path.Combine(at!.FullName, "Edge.Tests", "Collect", "trees");
    }
}
