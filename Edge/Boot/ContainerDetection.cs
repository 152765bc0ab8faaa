namespace Edge.Boot;

/// <summary>
/// Whether this is the inside of a container, from the traces that the engines leave in files.
/// </summary>
/// <param name="root">In front of every path; empty for the real ones.</param>
internal sealed class ContainerDetection(string root)
{
    /// <summary>Words in the first process's control groups, and whose they are.</summary>
    private static readonly (string Word, string Name)[] Groups =
    [
        ("kubepods", "kubernetes"), ("docker", "docker"), ("libpod", "podman"), ("containerd", "containerd"),
        ("lxc", "lxc"), ("machine.slice/machine-", "systemd-nspawn"),
    ];

    /// <summary>Names as systemd-detect-virt has them.</summary>
    public Finding Detect()
    {
        string? manager = SmallFile.TryText($"{root}/run/systemd/container")?.Trim();
        if (!string.IsNullOrEmpty(manager))
        {
            return new Finding(manager, "/run/systemd/container");
        }

        if (File.Exists($"{root}/run/.containerenv"))
        {
            return new Finding("podman", "/run/.containerenv");
        }

        if (File.Exists($"{root}/.dockerenv"))
        {
            return new Finding("docker", "/.dockerenv");
        }

        string kernel = SmallFile.TryText($"{root}/proc/sys/kernel/osrelease") ?? "";
        if (kernel.Contains("Microsoft", StringComparison.OrdinalIgnoreCase))
        {
            return new Finding("wsl", "/proc/sys/kernel/osrelease");
        }

        if (Directory.Exists($"{root}/proc/vz") && !Directory.Exists($"{root}/proc/bc"))
        {
            return new Finding("openvz", "/proc/vz");
        }

        string groups = SmallFile.TryText($"{root}/proc/1/cgroup") ?? "";
        foreach ((string word, string name) in Groups)
        {
            if (groups.Contains(word, StringComparison.Ordinal))
            {
                return new Finding(name, "/proc/1/cgroup");
            }
        }

        return Finding.None;
    }
}
