using Edge.Http;
using Edge.Store;
using Edge.Text;

namespace Edge.Web;

/// <summary><c>/api/v1/info</c>: who a host is (spec api 3.1, 3.5).</summary>
internal sealed class InfoCommand(HostTable hosts, IAlarmNotes alarms)
{
    private static readonly string[] OsKeys = ["name", "id", "id_like", "version", "version_id", "detection"];

    /// <summary>Set by the thread that starts the node, read by those that answer.</summary>
    private volatile bool _isReady;

    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }

    public void Answer(Host host, HttpRequest request, HttpResponse response, long nowUsec)
    {
        if (!IsReady)
        {
            response.Status = 503;
            return;
        }

        response.ContentType = ContentTypes.Json;
        ByteWriter body = response.Body;
        body.Add("{\n"u8);
        Text(body, "version", host.Info.ProgramVersion);
        Text(body, "uid", host.Info.MachineGuid);
        AddHosts(body);
        using (host.Gate.Enter())
        {
            (int normal, int warning, int critical) = alarms.Count(host);
            body.Add("\t\"alarms\": {\n\t\t\"normal\": "u8).Add(normal)
                .Add(",\n\t\t\"warning\": "u8).Add(warning)
                .Add(",\n\t\t\"critical\": "u8).Add(critical).Add("\n\t},\n"u8);
            AddSystem(body, host.Info.System);
            AddLabels(body, host.Labels);
            AddCollectors(body, host);
        }

        body.Add("\t\"cloud-enabled\": false,\n\t\"cloud-available\": false,\n"u8)
            .Add("\t\"agent-claimed\": false,\n\t\"aclk-available\": false\n}"u8);
    }

    /// <summary>All hosts, also when one of them was asked: the local one first.</summary>
    private void AddHosts(ByteWriter body)
    {
        Host[] all = hosts.All;
        body.Add("\t\"mirrored_hosts\": ["u8);
        for (int i = 0; i < all.Length; i++)
        {
            body.Add(i > 0 ? ",\n\t\t\""u8 : "\n\t\t\""u8).Add(all[i].Info.Hostname).Add("\""u8);
        }

        body.Add("\n\t],\n\t\"mirrored_hosts_status\": ["u8);
        for (int i = 0; i < all.Length; i++)
        {
            bool isReachable = all[i] == hosts.Local || all[i].IsReachable;
            body.Add(i > 0 ? ",\n\t\t{ \"guid\": \""u8 : "\n\t\t{ \"guid\": \""u8)
                .Add(all[i].Info.MachineGuid)
                .Add(isReachable ? "\", \"reachable\": true, \"claim_id\": "u8
                    : "\", \"reachable\": false, \"claim_id\": "u8);
            if (all[i].ClaimId is string claim)
            {
                body.Add("\""u8).Add(claim).Add("\" }"u8);
            }
            else
            {
                body.Add("null }"u8);
            }
        }

        body.Add("\n\t],\n"u8);
    }

    /// <summary>
    /// Names as children send them; what is read from this machine may say <c>HOST</c> for <c>SYSTEM</c>.
    /// </summary>
    private static void AddSystem(ByteWriter body, SystemInfo system)
    {
        foreach (string key in OsKeys)
        {
            string name = key.ToUpperInvariant();
            Text(body, $"os_{key}", system[$"NETDATA_SYSTEM_OS_{name}"] ?? system[$"NETDATA_HOST_OS_{name}"]);
        }

        Text(body, "cores_total", system["NETDATA_SYSTEM_CPU_LOGICAL_CPU_COUNT"]);
        Text(body, "total_disk_space", system["NETDATA_SYSTEM_TOTAL_DISK_SIZE"]);
        Text(body, "cpu_freq", system["NETDATA_SYSTEM_CPU_FREQ"]);
        Text(body, "ram_total", system["NETDATA_SYSTEM_TOTAL_RAM"]);
        foreach (string key in OsKeys)
        {
            string name = $"NETDATA_CONTAINER_OS_{key.ToUpperInvariant()}";
            TextIfKnown(body, $"container_os_{key}", system[name]);
        }

        TextIfKnown(body, "is_k8s_node", system["NETDATA_HOST_IS_K8S_NODE"]);
        foreach (string key in (ReadOnlySpan<string>)["kernel_name", "kernel_version", "architecture",
            "virtualization", "virt_detection", "container", "container_detection"])
        {
            Text(body, key, system[$"NETDATA_SYSTEM_{key.ToUpperInvariant()}"]);
        }
    }

    private static void AddLabels(ByteWriter body, Label[] labels)
    {
        body.Add("\t\"host_labels\": {"u8);
        for (int i = 0; i < labels.Length; i++)
        {
            body.Add(i > 0 ? ",\n\t\t\""u8 : "\n\t\t\""u8).Add(labels[i].Key).Add("\": \""u8)
                .AddLabelValue(labels[i].Value).Add("\""u8);
        }

        body.Add("\n\t},\n"u8);
    }

    /// <summary>Each pair of plugin and module once, in order of first appearance.</summary>
    private static void AddCollectors(ByteWriter body, Host host)
    {
        var seen = new HashSet<(string?, string?)>();
        body.Add("\t\"collectors\": ["u8);
        foreach (Chart chart in host.Charts)
        {
            if (!chart.IsViewable || !seen.Add((chart.Plugin, chart.Module)))
            {
                continue;
            }

            body.Add(seen.Count > 1 ? ",\n\t\t{\n\t\t\t\"plugin\": \""u8 : "\n\t\t{\n\t\t\t\"plugin\": \""u8)
                .Add(chart.Plugin ?? "").Add("\",\n\t\t\t\"module\": \""u8).Add(chart.Module ?? "")
                .Add("\"\n\t\t}"u8);
        }

        body.Add("\n\t],\n"u8);
    }

    private static void Text(ByteWriter body, string key, string? value) =>
        body.Add("\t\""u8).Add(key).Add("\": \""u8).AddEscaped(value ?? "").Add("\",\n"u8);

    /// <summary>The members of containers and clusters are left out where nothing is known.</summary>
    private static void TextIfKnown(ByteWriter body, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Text(body, key, value);
        }
    }
}
