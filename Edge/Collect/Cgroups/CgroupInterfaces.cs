using Edge.Sys;

namespace Edge.Collect.Cgroups;

/// <summary>
/// Which interfaces of the machine are the other ends of a container's, or the taps of a virtual machine
/// (spec collectors 9.3). Not for pulse.
/// </summary>
internal sealed class CgroupInterfaces(string prefix, CgroupTrees trees)
{
    private bool _isRefusalTold;

    /// <summary>Where a control group is, in the first tree that has it.</summary>
    public string DirectoryOf(string path)
    {
        foreach (CgroupTree tree in trees.Walked)
        {
            string directory = $"{trees.Root(tree)}{path}";
            if (Directory.Exists(directory))
            {
                return directory;
            }
        }

        return $"{trees.Root(trees.Walked[0])}{path}";
    }

    public List<(string Host, string Inner)> Find(string path)
    {
        string directory = DirectoryOf(path);
        string? process = FirstProcess(directory);
        foreach (string child in process == null ? NameFiles.Entries(directory) : [])
        {
            // Engines may put the processes one level below.
            process ??= FirstProcess(child);
        }

        if (process == null)
        {
            return [];
        }

        string there = $"{prefix}/proc/{process}";
        string? inside = Target($"{there}/ns/net");
        return inside == null || inside == Target(NetworkNamespace.Own) ? Taps(there) : Pairs(there);
    }

    /// <summary>Numbers of interfaces are unique in a namespace only, so that both ends have to name the
    /// other.</summary>
    internal static List<(string Host, string Inner)> Match(List<NetworkLink> host, List<NetworkLink> inner)
    {
        var found = new List<(string Host, string Inner)>();
        foreach (NetworkLink link in inner)
        {
            foreach (NetworkLink other in host)
            {
                if (link.Peer > 0 && other.Index == link.Peer && other.Peer == link.Index
                    && found.Count < Limits.CgroupInterfacesMax)
                {
                    found.Add((other.Name, link.Name));
                }
            }
        }

        return found;
    }

    private List<(string Host, string Inner)> Pairs(string process)
    {
        List<NetworkLink>? host = NetworkNamespace.Links(null, out int errno);
        List<NetworkLink>? inner = host == null
            ? null
            : NetworkNamespace.Links($"{process}/ns/net", out errno);
        const int notThere = 2;
        if (host == null || inner == null)
        {
            if (!_isRefusalTold && errno != notThere)
            {
                _isRefusalTold = true;
                Log.Info(CgroupsPlugin.Tag, "Interfaces of containers are shown under the names they have on "
                    + $"this machine, as their own cannot be asked for ({RawFile.Explain(errno)}). It "
                    + "needs CAP_SYS_ADMIN and CAP_SYS_PTRACE.");
            }

            return [];
        }

        return Match(host, inner);
    }

    /// <summary>A virtual machine holds its interfaces open: <c>iff: tap0</c> in /proc/PID/fdinfo.</summary>
    private static List<(string Host, string Inner)> Taps(string process)
    {
        var found = new List<(string Host, string Inner)>();
        foreach (string file in NameFiles.Entries($"{process}/fdinfo"))
        {
            if (found.Count < Limits.CgroupInterfacesMax && NameFiles.Text(file) is { } text
                && text.Contains("iff:", StringComparison.Ordinal)
                && NameFiles.Value(text, "iff") is { Length: > 0 } name && !found.Contains((name, name)))
            {
                found.Add((name, name));
            }
        }

        return found;
    }

    private static string? FirstProcess(string directory)
    {
        string? text = NameFiles.Text($"{directory}/cgroup.procs");
        int end = text?.IndexOf('\n') ?? -1;
        return end > 0 ? text![..end] : null;
    }

    private static string? Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: false)?.Name;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
