using Edge.Boot;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Boot;

/// <summary>Machines made of a few files.</summary>
public sealed class SystemDetectionTests : IDisposable
{
    private readonly Bench _bench = new();

    public SystemDetectionTests()
    {
        _bench.Write("etc/os-release", "NAME=\"Debian GNU/Linux\"\nID=debian\nVERSION_ID='12'\n# "
            + "x\nVERSION=\"12 (bookworm)\"\n");
        _bench.Write("proc/sys/kernel/ostype", "Linux\n");
        _bench.Write("proc/sys/kernel/osrelease", "6.1.0-9-amd64\n");
        _bench.Write("proc/sys/kernel/arch", "x86_64\n");
        _bench.Write("proc/meminfo", "MemTotal:       16315556 kB\nMemFree: 1 kB\n");
        _bench.Write("proc/cpuinfo", "processor\t: 0\ncpu MHz\t\t: 2596.122\nflags\t\t: fpu "
            + "vme\n\nprocessor\t: 1\n");
        _bench.Write("sys/block/sda/size", "1000\n");
        _bench.Write("sys/block/sda/removable", "0\n");
        _bench.Write("sys/block/sda/device/model", "x\n");
        _bench.Write("sys/block/sr0/size", "7777\n");
        _bench.Write("sys/block/sr0/removable", "1\n");
        _bench.Write("sys/block/sr0/device/model", "x\n");
        _bench.Write("sys/block/loop0/size", "99\n");
    }

    [Fact]
    public void A_plain_machine_says_all_there_is()
    {
        SystemInfo info = Detect();

        Assert.Equal("Debian GNU/Linux", info["NETDATA_SYSTEM_OS_NAME"]);
        Assert.Equal("debian", info["NETDATA_SYSTEM_OS_ID"]);
        Assert.Equal("unknown", info["NETDATA_SYSTEM_OS_ID_LIKE"]);
        Assert.Equal("12 (bookworm)", info["NETDATA_SYSTEM_OS_VERSION"]);
        Assert.Equal("12", info["NETDATA_SYSTEM_OS_VERSION_ID"]);
        Assert.Equal("/etc/os-release", info["NETDATA_SYSTEM_OS_DETECTION"]);
        Assert.Equal("Linux", info["NETDATA_SYSTEM_KERNEL_NAME"]);
        Assert.Equal("6.1.0-9-amd64", info["NETDATA_SYSTEM_KERNEL_VERSION"]);
        Assert.Equal("x86_64", info["NETDATA_SYSTEM_ARCHITECTURE"]);
        Assert.Equal("none", info["NETDATA_SYSTEM_VIRTUALIZATION"]);
        Assert.Equal("none", info["NETDATA_SYSTEM_CONTAINER"]);
        Assert.Null(info["NETDATA_CONTAINER_OS_NAME"]);
        Assert.Equal("2", info["NETDATA_SYSTEM_CPU_LOGICAL_CPU_COUNT"]);
        Assert.Equal("2596122000", info["NETDATA_SYSTEM_CPU_FREQ"]);
        Assert.Equal("16707129344", info["NETDATA_SYSTEM_TOTAL_RAM"]);
        Assert.Equal("512000", info["NETDATA_SYSTEM_TOTAL_DISK_SIZE"]);
    }

    [Fact]
    public void In_a_container_its_system_is_the_containers_and_the_machines_is_unknown()
    {
        _bench.Write(".dockerenv", "");

        SystemInfo info = Detect();

        Assert.Equal(("docker", "/.dockerenv"),
            (info["NETDATA_SYSTEM_CONTAINER"], info["NETDATA_SYSTEM_CONTAINER_DETECTION"]));
        Assert.Equal("unknown", info["NETDATA_SYSTEM_OS_NAME"]);
        Assert.Equal("Debian GNU/Linux", info["NETDATA_CONTAINER_OS_NAME"]);
    }

    [Fact]
    public void The_machine_around_a_container_is_seen_through_the_prefix()
    {
        _bench.Write(".dockerenv", "");
        _bench.Write("host/etc/os-release", "NAME=Fedora\n");
        _bench.Write("host/proc/meminfo", "MemTotal: 2 kB\n");

        SystemInfo info = new SystemDetection(_bench.Root, "/host", "").Detect();

        Assert.Equal(("Fedora", "Debian GNU/Linux", "2048"), (info["NETDATA_SYSTEM_OS_NAME"],
            info["NETDATA_CONTAINER_OS_NAME"], info["NETDATA_SYSTEM_TOTAL_RAM"]));
    }

    [Theory]
    [InlineData("run/systemd/container", "lxc\n", "lxc")]
    [InlineData("run/.containerenv", "", "podman")]
    [InlineData("proc/1/cgroup", "0::/kubepods.slice/x\n", "kubernetes")]
    [InlineData("proc/1/cgroup", "1:cpu:/docker/abc\n", "docker")]
    [InlineData("proc/1/cgroup", "0::/\n", "none")]
    [InlineData("proc/sys/kernel/osrelease", "5.15.90-microsoft-standard-WSL2\n", "wsl")]
    [InlineData("proc/vz/version", "", "openvz")]
    public void Containers_are_known_by_their_traces(string file, string content, string expected)
    {
        _bench.Write(file, content);

        Assert.Equal(expected, Detect()["NETDATA_SYSTEM_CONTAINER"]);
    }

    [Theory]
    [InlineData("sys/class/dmi/id/product_name", "KVM\n", "", "kvm")]
    [InlineData("sys/class/dmi/id/sys_vendor", "QEMU\n", "KVMKVMKVM", "kvm")]
    [InlineData("sys/class/dmi/id/sys_vendor", "QEMU\n", "", "qemu")]
    [InlineData("sys/class/dmi/id/sys_vendor", "Amazon EC2\n", "KVMKVMKVM", "amazon")]
    [InlineData("sys/class/dmi/id/sys_vendor", "VMware, Inc.\n", "VMwareVMware", "vmware")]
    [InlineData("sys/class/dmi/id/product_name", "VirtualBox\n", "", "oracle")]
    [InlineData("sys/class/dmi/id/sys_vendor", "Dell Inc.\n", "", "none")]
    [InlineData("sys/hypervisor/type", "xen\n", "", "xen")]
    [InlineData("proc/device-tree/hypervisor/compatible", "linux,kvm\0", "", "kvm")]
    [InlineData("proc/cpuinfo", "processor : 0\nflags : fpu hypervisor\n", "", "vm-other")]
    [InlineData("proc/cpuinfo", "processor : 0\n", "FooBarFooBar", "vm-other")]
    [InlineData("proc/cpuinfo", "processor : 0\n", "KVMKVMKVM", "kvm")]
    public void Virtual_machines_are_known_by_firmware_processor_and_kernel(
        string file, string content, string hypervisor, string expected)
    {
        _bench.Write(file, content);

        SystemInfo info = new SystemDetection(_bench.Root, "", hypervisor).Detect();

        Assert.Equal(expected, info["NETDATA_SYSTEM_VIRTUALIZATION"]);
    }

    [Fact]
    public void On_a_machine_without_any_file_the_five_that_matter_are_not_empty()
    {
        SystemInfo info = new SystemDetection(_bench.Path("nowhere"), "", "").Detect();

        foreach (string name in (string[])["OS_NAME", "OS_ID", "OS_VERSION", "KERNEL_NAME", "KERNEL_VERSION"])
        {
            Assert.False(string.IsNullOrEmpty(info["NETDATA_SYSTEM_" + name]), name);
        }
    }

    [Fact]
    public void A_real_machine_has_memory_and_processors()
    {
        SystemInfo info = new SystemDetection("", "", VirtualizationDetection.ReadHypervisor()).Detect();

        Assert.True(long.Parse(info["NETDATA_SYSTEM_TOTAL_RAM"]!) > 1 << 20);
        Assert.True(int.Parse(info["NETDATA_SYSTEM_CPU_LOGICAL_CPU_COUNT"]!) > 0);
    }

    [Theory]
    [InlineData("Europe/Berlin", null, null, "X", "Europe/Berlin")]
    [InlineData(":/etc/localtime", "Etc/GMT+3\n", null, "X", "Etc/GMT3")]
    [InlineData("", "Asia/Tokyo\nsecond line\n", null, "X", "Asia/Tokyo")]
    [InlineData(null, null, "/usr/share/zoneinfo/America/Port-au-Prince", "X", "America/PortauPrince")]
    [InlineData(null, " \n", "../usr/share/zoneinfo/UTC", "X", "UTC")]
    [InlineData(null, null, null, "CET", "CET")]
    [InlineData(null, null, null, "+03", "03")]
    [InlineData(null, null, null, "", "unknown")]
    public void The_time_zone_is_looked_for_in_four_places(
        string? tz, string? file, string? link, string abbreviation, string expected)
    {
        if (file != null)
        {
            _bench.Write("etc/timezone", file);
        }

        if (link != null)
        {
            File.CreateSymbolicLink(_bench.Path("etc/localtime"), link);
        }

        Assert.Equal(expected, Timezone.Detect(tz, _bench.Root, abbreviation));
    }

    public void Dispose() => _bench.Dispose();

    private SystemInfo Detect() => new SystemDetection(_bench.Root, "", "").Detect();
}
