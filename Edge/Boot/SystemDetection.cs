using System.Globalization;
using System.Runtime.InteropServices;
using Edge.Store;

namespace Edge.Boot;

/// <summary>
/// What the machine is: system, kernel, processors, memory, disks (spec database 1.8). All of it from files,
/// once, at start. The five values without which a real proxy dies (spec streaming 2.2) are never empty.
/// </summary>
/// <param name="root">In front of every path; empty for the real ones.</param>
/// <param name="prefix"><c>host access prefix</c>: the machine around a container, its /proc, /sys and
/// /etc.</param>
/// <param name="hypervisor">See <see cref="VirtualizationDetection"/>.</param>
internal sealed class SystemDetection(string root, string prefix, string hypervisor)
{
    private const int SectorBytes = 512;
    private readonly SystemInfo _info = new();

    private string Machine => root + prefix;

    public SystemInfo Detect()
    {
        Finding container = new ContainerDetection(root).Detect();
        Finding machine = new VirtualizationDetection(root, hypervisor).Detect();
        DetectOs(isContainer: container != Finding.None);
        string? kubernetes = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        _info["NETDATA_HOST_IS_K8S_NODE"] = string.IsNullOrEmpty(kubernetes) ? "false" : "true";
        _info["NETDATA_SYSTEM_KERNEL_NAME"] = Line("/proc/sys/kernel/ostype", "Linux");
        _info["NETDATA_SYSTEM_KERNEL_VERSION"] = Line("/proc/sys/kernel/osrelease", "unknown");
        _info["NETDATA_SYSTEM_ARCHITECTURE"] = Line("/proc/sys/kernel/arch", ArchitectureOfRuntime());
        _info["NETDATA_SYSTEM_VIRTUALIZATION"] = machine.Name;
        _info["NETDATA_SYSTEM_VIRT_DETECTION"] = machine.By;
        _info["NETDATA_SYSTEM_CONTAINER"] = container.Name;
        _info["NETDATA_SYSTEM_CONTAINER_DETECTION"] = container.By;
        DetectHardware();
        return _info;
    }

    /// <summary>
    /// In a container its own os-release is the container's; the machine's is seen only through the prefix.
    /// </summary>
    private void DetectOs(bool isContainer)
    {
        OsRelease? own = OsRelease.Find(root);
        OsRelease? machine = !isContainer ? own : prefix.Length > 0 ? OsRelease.Find(Machine) : null;
        SetOs("NETDATA_SYSTEM_OS", machine);
        if (isContainer)
        {
            SetOs("NETDATA_CONTAINER_OS", own);
        }
    }

    private void SetOs(string start, OsRelease? release)
    {
        _info[$"{start}_NAME"] = release?["NAME"] ?? "unknown";
        _info[$"{start}_ID"] = release?["ID"] ?? "unknown";
        _info[$"{start}_ID_LIKE"] = release?["ID_LIKE"] ?? "unknown";
        _info[$"{start}_VERSION"] = release?["VERSION"] ?? "unknown";
        _info[$"{start}_VERSION_ID"] = release?["VERSION_ID"] ?? "unknown";
        _info[$"{start}_DETECTION"] = release?.Path ?? "unknown";
    }

    private void DetectHardware()
    {
        string processors = SmallFile.TryText($"{Machine}/proc/cpuinfo") ?? "";
        int count = 0;
        foreach (ReadOnlySpan<char> line in processors.AsSpan().EnumerateLines())
        {
            count += line.StartsWith("processor") ? 1 : 0;
        }

        _info["NETDATA_SYSTEM_CPU_LOGICAL_CPU_COUNT"] = Text(count > 0 ? count : Environment.ProcessorCount);
        _info["NETDATA_SYSTEM_CPU_FREQ"] = Text(FrequencyHz(processors));
        _info["NETDATA_SYSTEM_TOTAL_RAM"] = Text(MemoryBytes());
        _info["NETDATA_SYSTEM_TOTAL_DISK_SIZE"] = Text(DiskBytes());
    }

    /// <summary>The most the first processor can; else what it does now; 0: not known.</summary>
    private long FrequencyHz(string processors)
    {
        string text = Line("/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq", "");
        if (long.TryParse(text, out long kHz))
        {
            return kHz * 1000;
        }

        foreach (ReadOnlySpan<char> line in processors.AsSpan().EnumerateLines())
        {
            int colon = line.IndexOf(':');
            if (colon > 0 && line.StartsWith("cpu MHz")
                && double.TryParse(line[(colon + 1)..], CultureInfo.InvariantCulture, out double mHz))
            {
                return (long)(mHz * 1e6);
            }
        }

        return 0;
    }

    /// <summary>MemTotal: KIBIBYTES kB.</summary>
    private long MemoryBytes()
    {
        string text = SmallFile.TryText($"{Machine}/proc/meminfo") ?? "";
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("MemTotal:") && line.EndsWith("kB"))
            {
                return long.TryParse(line["MemTotal:".Length..^2].Trim(), out long kib) ? kib * 1024 : 0;
            }
        }

        return 0;
    }

    /// <summary>
    /// All disks that are a device of their own: no partitions, loops, memory, or media that come and go.
    /// </summary>
    private long DiskBytes()
    {
        long bytes = 0;
        try
        {
            foreach (string disk in Directory.EnumerateFileSystemEntries($"{Machine}/sys/block"))
            {
                bool isFixed = SmallFile.TryText($"{disk}/removable")?.Trim() != "1";
                if (isFixed && Path.Exists($"{disk}/device")
                    && long.TryParse(SmallFile.TryText($"{disk}/size")?.Trim(), out long sectors))
                {
                    bytes += sectors * SectorBytes;
                }
            }
        }
        catch (Exception e) when (SmallFile.IsWeather(e))
        {
            return bytes;
        }

        return bytes;
    }

    private string Line(string path, string standard) =>
        SmallFile.TryText(Machine + path)?.Trim() is { Length: > 0 } text ? text : standard;

    /// <summary>As <c>uname -m</c> says it.</summary>
    private static string ArchitectureOfRuntime() => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "x86_64",
        Architecture.X86 => "i686",
        Architecture.Arm64 => "aarch64",
        Architecture.Arm => "armv7l",
        Architecture other => other.ToString().ToLowerInvariant(),
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
