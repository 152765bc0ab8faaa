using Edge.Store;

namespace Edge.Collect.Cgroups;

/// <summary>What control groups are called (spec collectors 1.6, 9.3).</summary>
internal static class CgroupText
{
    /// <summary>Of a path or a name: the chart type is <c>cgroup_</c> and this. Cut, so that the ids of
    /// charts with the longest names behind it still differ.</summary>
    public static string Id(string path)
    {
        string id = Clean(path, keepsSlash: false);
        return id.Length <= Limits.CgroupIdChars ? id : id[..Limits.CgroupIdChars];
    }

    /// <summary>The same for people, slashes kept.</summary>
    public static string Title(string path) => Clean(path, keepsSlash: true);

    /// <summary><c>/system.slice/nginx.service</c>: nginx.</summary>
    public static string ServiceTitle(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        int dot = name.LastIndexOf('.');
        return Clean(dot > 0 ? name[..dot] : name, keepsSlash: true);
    }

    /// <summary>Without the slash in front; the root itself stays one.</summary>
    private static string Clean(string path, bool keepsSlash)
    {
        string rest = path.Length > 1 && path[0] == '/' ? path[1..] : path;
        return keepsSlash ? KernelNames.Name(rest) : KernelNames.Id(rest);
    }
}
