using Edge.Store;

namespace Edge.Boot;

/// <summary>
/// The labels of the local host: automatic ones, host tags, <c>[host labels]</c>; the later wins.
/// </summary>
internal static class HostLabels
{
    private const string Section = "host labels";
    private const int FromDetection = 0;
    private const int FromConfiguration = 1;

    /// <summary>In the order of the reference (spec streaming 10.6).</summary>
    private static readonly (string Key, string Source)[] Automatic =
    [
        ("_os_name", "NETDATA_SYSTEM_OS_NAME"),
        ("_os_version", "NETDATA_SYSTEM_OS_VERSION"),
        ("_kernel_version", "NETDATA_SYSTEM_KERNEL_VERSION"),
        ("_system_cores", "NETDATA_SYSTEM_CPU_LOGICAL_CPU_COUNT"),
        ("_system_cpu_freq", "NETDATA_SYSTEM_CPU_FREQ"),
        ("_system_ram_total", "NETDATA_SYSTEM_TOTAL_RAM"),
        ("_system_disk_space", "NETDATA_SYSTEM_TOTAL_DISK_SIZE"),
        ("_architecture", "NETDATA_SYSTEM_ARCHITECTURE"),
        ("_virtualization", "NETDATA_SYSTEM_VIRTUALIZATION"),
        ("_container", "NETDATA_SYSTEM_CONTAINER"),
        ("_container_detection", "NETDATA_SYSTEM_CONTAINER_DETECTION"),
        ("_virt_detection", "NETDATA_SYSTEM_VIRT_DETECTION"),
        ("_is_k8s_node", "NETDATA_HOST_IS_K8S_NODE"),
    ];

    /// <param name="file">netdata.conf; gets a problem for each label that is not allowed.</param>
    /// <param name="system">Of the local host.</param>
    /// <param name="isParent">Some key or machine of stream.conf may send.</param>
    /// <param name="streamsTo">The destination as written; null: not sending.</param>
    public static Label[] Build(ConfigFile file, SystemInfo system, bool isParent, string? streamsTo)
    {
        var labels = new List<Label>();
        foreach ((string key, string source) in Automatic)
        {
            Put(labels, new Label(key, system[source] ?? "", FromDetection));
        }

        Put(labels, new Label("_is_parent", isParent ? "true" : "false", FromDetection));
        if (streamsTo != null)
        {
            Put(labels, new Label("_streams_to", streamsTo, FromDetection));
        }

        AddTags(labels, file);
        AddConfigured(labels, file);
        return [.. labels];
    }

    /// <summary>
    /// Letters, digits, <c>.</c>, <c>_</c>, <c>-</c>; not of the automatic kind, not a chart's own word.
    /// </summary>
    public static bool IsKeyAllowed(string key)
    {
        if (key.Length == 0 || key[0] == '_' || key is "chart" or "family" or "dimension")
        {
            return false;
        }

        foreach (char c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// No quotes, no <c>*</c>, no <c>!</c>; and nothing that would end a line of the stream.
    /// </summary>
    public static bool IsValueAllowed(string value)
    {
        foreach (char c in value)
        {
            if (c is '\'' or '"' or '*' or '!' or < ' ' or '\x7f')
            {
                return false;
            }
        }

        return true;
    }

    private static void AddTags(List<Label> labels, ConfigFile file)
    {
        string tags = file.Text("backend", "host tags", "");
        if (tags.Length == 0)
        {
            return;
        }

        string type = file.Text("backend", "type", "graphite");
        foreach ((string name, string value) in HostTags.Parse(tags, type))
        {
            if (IsKeyAllowed(name) && IsValueAllowed(value))
            {
                Put(labels, new Label(name, value, FromConfiguration));
            }
            else
            {
                Refuse(file, file.Find("backend", "host tags")!, name);
            }
        }
    }

    private static void AddConfigured(List<Label> labels, ConfigFile file)
    {
        foreach (ConfigOption option in file.In(Section))
        {
            if (!option.IsSaid || option.Name is "from environment" or "from kubernetes pods")
            {
                continue;
            }

            option.IsUsed = true;
            if (labels.Count >= Store.Limits.LabelsPerHost)
            {
                file.Report(option, $"LABELS: '{option.Name}' is left out, a host has at most "
                    + $"{Store.Limits.LabelsPerHost} labels.");
            }
            else if (IsKeyAllowed(option.Name) && IsValueAllowed(option.Value))
            {
                Put(labels, new Label(option.Name, option.Value, FromConfiguration));
            }
            else
            {
                Refuse(file, option, option.Name);
            }
        }
    }

    private static void Refuse(ConfigFile file, ConfigOption option, string name) =>
        file.Report(option, $"LABELS: It was not possible to create the label '{name}' because it contains "
            + "invalid character(s) or values.");

    /// <summary>A key that is there already keeps its place and gets the later value.</summary>
    private static void Put(List<Label> labels, Label label)
    {
        int at = labels.FindIndex(other => other.Key == label.Key);
        if (at >= 0)
        {
            labels[at] = label;
        }
        else
        {
            labels.Add(label);
        }
    }
}
