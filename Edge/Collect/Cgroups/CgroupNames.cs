using Edge.Store;

namespace Edge.Collect.Cgroups;

/// <summary>
/// What containers and virtual machines are called, from what their engines leave on the disk (spec
/// collectors
/// 9.3). Not for pulse: it reads files.
/// </summary>
/// <param name="prefix">Of the monitored machine.</param>
/// <param name="configDirectory">Where <c>cgroups-names.conf</c> may be.</param>
internal sealed class CgroupNames(string prefix, string configDirectory)
{
    private static readonly System.Buffers.SearchValues<char> UidChars =
        System.Buffers.SearchValues.Create("0123456789abcdef-_");

    private const int NameChars = 100;
    private const int FullId = 64;
    private const int ShortId = 12;

    /// <summary>The number of the source of a label on the wire.</summary>
    private const int FromKubernetes = 4;

    /// <param name="path">Of the control group, from the root of its tree.</param>
    /// <param name="id">Its chart id.</param>
    public NameAnswer Find(string path, string id)
    {
        if (Configured(id) is { } configured)
        {
            return new NameAnswer(true, configured);
        }

        string last = path[(path.LastIndexOf('/') + 1)..];
        NameAnswer answer = path.Contains("kubepods", StringComparison.Ordinal) ? OfPod(path, last)
            : HexId(last) is { } hex && !last.Contains("conmon", StringComparison.Ordinal) ? OfContainer(hex)
            : new NameAnswer(true, OfMachine(path, last) ?? id);
        string name = answer.Name.Length > 0 ? answer.Name : id;
        return answer with { Name = name.Length <= NameChars ? name : name[..NameChars] };
    }

    /// <summary>A line <c>id name</c> of the operator's own list.</summary>
    private string? Configured(string id)
    {
        string? text = NameFiles.Text($"{configDirectory}/cgroups-names.conf");
        foreach (string line in text?.Split('\n') ?? [])
        {
            string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && words[0] == id)
            {
                return string.Join(' ', words[1..]);
            }
        }

        return null;
    }

    /// <summary>Docker and podman; others have the first digits of their id.</summary>
    private NameAnswer OfContainer(string hex)
    {
        string? json = hex.Length == FullId
            ? NameFiles.Text($"{prefix}/var/lib/docker/containers/{hex}/config.v2.json")
            : null;
        string? name = json == null ? null : NameFiles.Member(json, "Name")?.TrimStart('/');
        const string podman = "/var/lib/containers/storage/overlay-containers";
        foreach (string list in (ReadOnlySpan<string>)["containers.json", "volatile-containers.json"])
        {
            if (string.IsNullOrEmpty(name) && NameFiles.Text($"{prefix}{podman}/{list}") is { } text)
            {
                name = NameFiles.NameOf(text, hex);
            }
        }

        return string.IsNullOrEmpty(name)
            ? new NameAnswer(false, hex[..ShortId])
            : new NameAnswer(true, name);
    }

    /// <summary>The kubelet names the logs of each container, and the folders of each pod.</summary>
    private NameAnswer OfPod(string path, string last)
    {
        string? hex = HexId(last);
        string? uid = PodUid(path);
        if (hex == null && uid == null)
        {
            return new NameAnswer(true, "");
        }

        foreach (string pod in NameFiles.Entries($"{prefix}/var/log/pods"))
        {
            // namespace_pod_uid
            string[] words = Path.GetFileName(pod).Split('_');
            if (words.Length != 3 || words[2] != uid)
            {
                continue;
            }

            List<Label> labels =
            [
                Of("namespace", words[0]), Of("pod_name", words[1]), Of("pod_uid", words[2]),
            ];
            if (hex == null)
            {
                return new NameAnswer(true, $"k8s_pod_{words[0]}_{words[1]}", labels);
            }

            if (ContainerOf(words[1], words[0], hex) is { } container)
            {
                labels.Add(Of("container_name", container));
                labels.Add(Of("container_id", hex));
                return new NameAnswer(true, $"k8s_cntr_{words[0]}_{words[1]}_{container}", labels);
            }
        }

        return hex == null ? new NameAnswer(false, $"k8s_pod_{uid}") : OfContainer(hex);
    }

    /// <summary>/var/log/containers/pod_namespace_container-id.log</summary>
    private string? ContainerOf(string pod, string space, string hex)
    {
        string start = $"{pod}_{space}_";
        string end = $"-{hex}.log";
        foreach (string log in NameFiles.Entries($"{prefix}/var/log/containers"))
        {
            string name = Path.GetFileName(log);
            if (name.StartsWith(start, StringComparison.Ordinal)
                && name.EndsWith(end, StringComparison.Ordinal))
            {
                return name[start.Length..^end.Length];
            }
        }

        return null;
    }

    /// <summary>Virtual machines and whole systems; null: it is called as its path.</summary>
    private string? OfMachine(string path, string last)
    {
        string name = Unescape(last);
        if (Between(name, "systemd-nspawn@", ".service") is { } nspawn)
        {
            return nspawn;
        }

        // machine-qemu-1-name.scope and qemu-1-name.libvirt-qemu; lxc the same.
        string? machine = Between(name, "machine-", ".scope") ?? Between(name, "", ".libvirt-qemu")
            ?? Between(name, "", ".libvirt-lxc");
        if (machine != null)
        {
            bool isQemu = machine.StartsWith("qemu-", StringComparison.Ordinal)
                || name.EndsWith(".libvirt-qemu", StringComparison.Ordinal);
            string rest = WithoutNumber(machine);
            return isQemu ? $"qemu_{rest}" : rest;
        }

        if (name.StartsWith("lxc.payload.", StringComparison.Ordinal))
        {
            return name["lxc.payload.".Length..];
        }

        // Proxmox: /qemu.slice/100.scope, /lxc/100.
        string number = name.EndsWith(".scope", StringComparison.Ordinal) ? name[..^".scope".Length] : name;
        if (number.Length == 0 || !number.AsSpan().Trim("0123456789").IsEmpty)
        {
            return null;
        }

        if (path.StartsWith("/qemu", StringComparison.Ordinal))
        {
            return Setting($"/etc/pve/qemu-server/{number}.conf", "name") is { } vm ? $"qemu_{vm}" : null;
        }

        return path.StartsWith("/lxc", StringComparison.Ordinal)
            ? Setting($"/etc/pve/lxc/{number}.conf", "hostname")
            : null;
    }

    private string? Setting(string path, string key) =>
        NameFiles.Text(prefix + path) is { } text ? NameFiles.Value(text, key) : null;

    /// <summary>qemu-1-name: name.</summary>
    private static string WithoutNumber(string machine)
    {
        string[] words = machine.Split('-', 3);
        bool isNumbered = words.Length == 3 && words[0] is "qemu" or "lxc"
            && words[1].AsSpan().Trim("0123456789").IsEmpty;
        return isNumbered ? words[2] : machine;
    }

    private static string? Between(string text, string start, string end) =>
        text.Length > start.Length + end.Length && text.StartsWith(start, StringComparison.Ordinal)
        && text.EndsWith(end, StringComparison.Ordinal)
            ? text[start.Length..^end.Length]
            : null;

    /// <summary>systemd writes what is no letter, digit or underscore as <c>\xNN</c>.</summary>
    private static string Unescape(string text)
    {
        int at = 0;
        while ((at = text.IndexOf("\\x", at, StringComparison.Ordinal)) >= 0 && at + 4 <= text.Length)
        {
            ulong code = Numbers.Hex([(byte)text[at + 2], (byte)text[at + 3]]);
            text = code is > ' ' and < 0x7f ? $"{text[..at]}{(char)code}{text[(at + 4)..]}" : text;
            at++;
        }

        return text;
    }

    /// <summary>The run of hexadecimal digits that is the id of a container; null: there is none.</summary>
    private static string? HexId(string last)
    {
        const string scope = ".scope";
        int end = last.EndsWith(scope, StringComparison.Ordinal) ? last.Length - scope.Length : last.Length;
        int start = end;
        while (start > 0 && char.IsAsciiHexDigitLower(last[start - 1]))
        {
            start--;
        }

        bool isWhole = start == 0 || last[start - 1] is '-' or '_' or ':';
        return isWhole && end - start is FullId or ShortId ? last[start..end] : null;
    }

    /// <summary>pod01234567-89ab-cdef-0123-456789abcdef, with underscores where systemd made it.</summary>
    private static string? PodUid(string path)
    {
        const int uidChars = 36;
        int at = path.LastIndexOf("pod", StringComparison.Ordinal);
        while (at >= 0)
        {
            ReadOnlySpan<char> rest = path.AsSpan(at + 3);
            int length = rest.IndexOfAnyExcept(UidChars);
            length = length < 0 ? rest.Length : length;
            if (length >= uidChars - 4)
            {
                return rest[..length].ToString().Replace('_', '-');
            }

            at = at == 0 ? -1 : path.LastIndexOf("pod", at - 1, StringComparison.Ordinal);
        }

        return null;
    }

    private static Label Of(string key, string value) => new(key, value, FromKubernetes);
}
