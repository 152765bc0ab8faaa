using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Edge.Boot;

/// <summary>
/// Whether this is a virtual machine: what the firmware says it is, what the processor says of its
/// hypervisor, and the traces of Xen and device trees. No process is started for it.
/// </summary>
/// <param name="root">In front of every path; empty for the real ones.</param>
/// <param name="hypervisor">The processor's word for its hypervisor; empty: none, or not that kind of
/// processor.</param>
internal sealed class VirtualizationDetection(string root, string hypervisor)
{
    /// <summary>Starts of DMI texts, most telling first.</summary>
    private static readonly (string Start, string Name)[] Firmware =
    [
        ("KVM", "kvm"), ("OpenStack", "kvm"), ("KubeVirt", "kvm"), ("Amazon EC2", "amazon"), ("QEMU", "qemu"),
        ("VMware", "vmware"), ("VMW", "vmware"), ("innotek GmbH", "oracle"), ("VirtualBox", "oracle"),
        ("Oracle Corporation", "oracle"), ("Xen", "xen"), ("Bochs", "bochs"), ("Parallels", "parallels"),
        ("BHYVE", "bhyve"), ("Hyper-V", "microsoft"), ("Apple Virtualization", "apple"),
        ("Google Compute", "google"),
    ];

    private static readonly string[] FirmwareFiles =
        ["product_name", "sys_vendor", "board_vendor", "bios_vendor", "product_version"];

    /// <summary>Signatures of CPUID leaf 0x40000000.</summary>
    private static readonly (string Signature, string Name)[] Processors =
    [
        ("KVMKVMKVM", "kvm"), ("Linux KVM Hv", "kvm"), ("TCGTCGTCGTCG", "qemu"), ("VMwareVMware", "vmware"),
        ("Microsoft Hv", "microsoft"), ("XenVMMXenVMM", "xen"), ("bhyve bhyve ", "bhyve"),
        ("QNXQVMBSQG", "qnx"),
        ("ACRNACRNACRN", "acrn"), ("prl hyperv  ", "parallels"),
    ];

    public static string ReadHypervisor()
    {
        const int features = 1;
        const int hypervisorLeaf = 0x40000000;
        if (!X86Base.IsSupported || X86Base.CpuId(features, 0).Ecx >= 0)
        {
            return ""; // bit 31 of ECX: a hypervisor is present
        }

        (_, int b, int c, int d) = X86Base.CpuId(hypervisorLeaf, 0);
        Span<byte> text = stackalloc byte[12];
        BitConverter.TryWriteBytes(text, b);
        BitConverter.TryWriteBytes(text[4..], c);
        BitConverter.TryWriteBytes(text[8..], d);
        return Encoding.Latin1.GetString(text).TrimEnd('\0');
    }

    /// <summary>Names as systemd-detect-virt has them.</summary>
    public Finding Detect()
    {
        Finding processor = OfProcessor();
        Finding firmware = OfFirmware();

        // KVM's guests often carry QEMU's firmware; the processor knows better then.
        if (firmware != Finding.None && (firmware.Name != "qemu" || processor == Finding.None))
        {
            return firmware;
        }

        return processor != Finding.None ? processor : OfKernel();
    }

    private Finding OfProcessor()
    {
        foreach ((string signature, string name) in Processors)
        {
            if (hypervisor == signature)
            {
                return new Finding(name, "cpuid");
            }
        }

        return hypervisor.Length > 0 ? new Finding("vm-other", "cpuid") : Finding.None;
    }

    private Finding OfFirmware()
    {
        foreach (string file in FirmwareFiles)
        {
            string text = SmallFile.TryText($"{root}/sys/class/dmi/id/{file}")?.Trim() ?? "";
            foreach ((string start, string name) in Firmware)
            {
                if (text.StartsWith(start, StringComparison.Ordinal))
                {
                    return new Finding(name, $"/sys/class/dmi/id/{file}");
                }
            }
        }

        return Finding.None;
    }

    private Finding OfKernel()
    {
        string type = SmallFile.TryText($"{root}/sys/hypervisor/type")?.Trim() ?? "";
        if (type == "xen" || Directory.Exists($"{root}/proc/xen"))
        {
            return new Finding("xen", type == "xen" ? "/sys/hypervisor/type" : "/proc/xen");
        }

        string tree = SmallFile.TryText($"{root}/proc/device-tree/hypervisor/compatible") ?? "";
        if (tree.Length > 0)
        {
            string name = tree.Contains("xen", StringComparison.Ordinal) ? "xen"
                : tree.Contains("vmware", StringComparison.Ordinal) ? "vmware"
                : tree.Contains("kvm", StringComparison.Ordinal) ? "kvm" : "vm-other";
            return new Finding(name, "/proc/device-tree");
        }

        return HasHypervisorFlag() ? new Finding("vm-other", "/proc/cpuinfo") : Finding.None;
    }

    private bool HasHypervisorFlag()
    {
        string text = SmallFile.TryText($"{root}/proc/cpuinfo") ?? "";
        int at = text.IndexOf("\nflags", StringComparison.Ordinal);
        int end = at < 0 ? -1 : text.IndexOf('\n', at + 1);
        return end > 0 && (text[at..end] + " ").Contains(" hypervisor ", StringComparison.Ordinal);
    }
}
