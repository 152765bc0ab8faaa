namespace Edge.Tests.Collect.Cgroups;

/// <summary>
/// Unpacks a hand-made machine: lines <c>== path</c>, each with the text of that file below.
/// </summary>
internal static class CgroupFolder
{
    public static ProcTree Unpack(string name)
    {
        var tree = new ProcTree();
        string text = File.ReadAllText(Path.Combine(ProcTree.TreesRoot, name + ".tree"));
        foreach (string file in text.Split("== ", StringSplitOptions.RemoveEmptyEntries))
        {
            int end = file.IndexOf('\n');
            tree.Write(file[..end], file[(end + 1)..]);
        }

        return tree;
    }

    /// <summary>A control group of version 2 that has used some CPU and memory.</summary>
    public static ProcTree Group(this ProcTree tree, string path, int used = 1) => tree
        .Write($"/sys/fs/cgroup{path}/cpu.stat", $"usage_usec 3\nuser_usec {used}\nsystem_usec 1\n")
        .Write($"/sys/fs/cgroup{path}/memory.current", $"{used}\n");

    public static ProcTree Unified() => new ProcTree().Write("/sys/fs/cgroup/cgroup.controllers", "cpu\n");

    public static ProcTree Remove(this ProcTree tree, string path)
    {
        Directory.Delete(tree.PathOf($"/sys/fs/cgroup{path}"), recursive: true);
        return tree;
    }
}
