using System.Text;

namespace Edge.Collect.Cgroups;

/// <summary>What control groups are called (spec collectors 1.6, 9.3).</summary>
internal static class CgroupText
{
    /// <summary>Of a path or a name: the chart type is <c>cgroup_</c> and this. Cut, so that the ids of
    /// charts
    /// with the longest names behind it still differ.</summary>
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

    /// <summary>Without the slash in front; the root itself stays one. Per byte, as the reference.</summary>
    private static string Clean(string path, bool keepsSlash)
    {
        string rest = path.Length > 1 && path[0] == '/' ? path[1..] : path;
        byte[] bytes = Encoding.UTF8.GetBytes(rest);
        for (int i = 0; i < bytes.Length; i++)
        {
            char c = (char)bytes[i];
            c = c == '\\' ? '/' : c == ',' ? '.' : char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;
            bool isKept = char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or '_'
                || (c == '/' && keepsSlash);
            bytes[i] = isKept ? (byte)c : (byte)'_';
        }

        return Encoding.ASCII.GetString(bytes);
    }
}
