using System.Text;
using Edge.Sys;

namespace Edge.Collect.Cgroups;

/// <summary>Which version the machine uses, and where its trees begin.</summary>
internal sealed class CgroupTrees
{
    private readonly byte[][] _roots = new byte[(int)CgroupTree.Count][];
    private readonly byte[] _path = new byte[Limits.CgroupPathBytes];

    public CgroupTrees(Site site, OnDemand unified)
    {
        CgroupMounts mounts = CgroupMounts.Read(site);
        Put(CgroupTree.Cpuacct, Legacy(site, mounts, "cpuacct"));
        Put(CgroupTree.Cpuset, Legacy(site, mounts, "cpuset"));
        Put(CgroupTree.Blkio, Legacy(site, mounts, "blkio"));
        Put(CgroupTree.Memory, Legacy(site, mounts, "memory"));
        Put(CgroupTree.Devices, Legacy(site, mounts, "devices"));
        _roots[(int)CgroupTree.Cpu] = mounts.Of("cpu") is { } cpu && !site.Settings.IsSaid(
            CgroupOptions.Section, "path to /sys/fs/cgroup/cpuacct")
            ? Encoding.UTF8.GetBytes(site.Path(cpu))
            : _roots[(int)CgroupTree.Cpuacct];
        string path = site.Settings.Text(CgroupOptions.Section, "path to unified cgroups",
            site.Path(mounts.Unified ?? "/sys/fs/cgroup"));
        Put(CgroupTree.Unified, path);
        IsUnified = unified switch
        {
            OnDemand.Yes => true,
            OnDemand.No => false,
            _ => !mounts.HasLegacy && (mounts.Unified != null || File.Exists($"{path}/cgroup.controllers")),
        };
        CgroupTree[] all = IsUnified
            ? [CgroupTree.Unified]
            : [CgroupTree.Cpuacct, CgroupTree.Blkio, CgroupTree.Memory, CgroupTree.Devices];
        Walked = Array.FindAll(all, tree => Exists(tree, []) && IsFirst(all, tree));
    }

    public bool IsUnified { get; }

    /// <summary>Those to look for control groups in, each mount once; none: nothing is mounted.</summary>
    public CgroupTree[] Walked { get; }

    /// <summary>
    /// A path with a zero at its end; borrowed until the next one. Empty: it would be too long.
    /// </summary>
    /// <param name="tree">Whose root it begins with.</param>
    /// <param name="relative">Of the control group, with a slash before it; the root's is empty.</param>
    /// <param name="file">With a slash before it, or empty.</param>
    public ReadOnlySpan<byte> Path(CgroupTree tree, ReadOnlySpan<byte> relative, ReadOnlySpan<byte> file)
    {
        byte[] root = _roots[(int)tree];
        int count = root.Length + relative.Length + file.Length;
        if (count >= _path.Length)
        {
            return [];
        }

        root.CopyTo(_path, 0);
        relative.CopyTo(_path.AsSpan(root.Length));
        file.CopyTo(_path.AsSpan(root.Length + relative.Length));
        _path[count] = 0;
        return _path.AsSpan(0, count + 1);
    }

    public string Root(CgroupTree tree) => Encoding.UTF8.GetString(_roots[(int)tree]);

    /// <summary>Whether a control group is in a tree now.</summary>
    public bool Exists(CgroupTree tree, ReadOnlySpan<byte> relative)
    {
        ReadOnlySpan<byte> path = Path(tree, relative, []);
        return !path.IsEmpty && PathFile.Links(path) > 0;
    }

    /// <summary>Whether it is in any.</summary>
    public bool Exists(ReadOnlySpan<byte> relative)
    {
        foreach (CgroupTree tree in Walked)
        {
            if (Exists(tree, relative))
            {
                return true;
            }
        }

        return false;
    }

    private static string Legacy(Site site, CgroupMounts mounts, string controller) =>
        site.Settings.Text(CgroupOptions.Section, $"path to /sys/fs/cgroup/{controller}",
            site.Path(mounts.Of(controller) ?? $"/sys/fs/cgroup/{controller}"));

    private void Put(CgroupTree tree, string path) => _roots[(int)tree] = Encoding.UTF8.GetBytes(path);

    private bool IsFirst(CgroupTree[] all, CgroupTree tree) => Array.FindIndex(all, other =>
        _roots[(int)other].AsSpan().SequenceEqual(_roots[(int)tree])) == Array.IndexOf(all, tree);
}
