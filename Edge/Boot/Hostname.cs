namespace Edge.Boot;

internal static class Hostname
{
    /// <summary>The system's, domain and all; the runtime's own property cuts it at the first dot.</summary>
    public static string Detect()
    {
        string? name = SmallFile.TryText("/proc/sys/kernel/hostname")?.Trim();
        name = string.IsNullOrEmpty(name) ? Environment.MachineName : name;
        return name.Length == 0 ? "localhost" : name;
    }
}
