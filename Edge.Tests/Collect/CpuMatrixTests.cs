using Edge.Store;
using Xunit;

namespace Edge.Tests.Collect;

/// <summary>/proc/interrupts and /proc/softirqs.</summary>
public class CpuMatrixTests
{
    private const string Head = "           CPU0       CPU1       \n";

    [Fact]
    public void Dimensions_are_added_when_they_first_count_and_stay()
    {
        using var tree = Interrupts("1: 0 0 chip edge a\n2: 5 0 chip edge b\n");
        using var bench = new Bench(tree, modules: "/proc/interrupts");
        bench.Tick();
        Assert.Equal("2=5", bench.Values("system.interrupts"));
        tree.Write("/proc/interrupts", Head + "1: 0 3 chip edge a\n2: 5 0 chip edge b\n");
        bench.Tick();
        Assert.Equal("2=5 1=3", bench.Values("system.interrupts"));
        Assert.Equal("1=3", bench.Values("cpu.cpu1_interrupts"));
        tree.Write("/proc/interrupts", Head + "1: 0 0 chip edge a\n");
        bench.Tick();
        Assert.Equal("1=0", bench.Values("system.interrupts"));
    }

    [Fact]
    public void Every_cpu_has_its_interrupts_chart_at_once_even_without_a_dimension()
    {
        using var tree = Interrupts("1: 1 0 chip edge a\n");
        using var bench = new Bench(tree, modules: "/proc/interrupts");
        bench.Tick();
        Assert.Empty(bench.Chart("cpu.cpu1_interrupts").Dimensions);
    }

    [Theory]
    [InlineData(" 24:          1          0  IO-APIC   5-edge      ACPI:Ged\n", "24", "ACPI:Ged_24")]
    [InlineData("5: 1 0 chip dev\n", "5", "dev_5")]
    [InlineData("5: 1 0 chip\n", "5", "5")]
    [InlineData("5: 1 0 chip \n", "5", "5")]
    [InlineData("5: 1 0 chip dev \n", "5", "5")]
    [InlineData("NMI: 1 0 Non-maskable interrupts\n", "NMI", "NMI")]
    [InlineData("ERR: 1\n", "ERR", "ERR")]
    [InlineData("16: 1 0 c e 12345678901234567890123456789012345678901234567890\n", "16",
        "12345678901234567890123456789012345678901234567_16")]
    public void Rows_of_devices_are_named_after_them(string line, string id, string name)
    {
        using var tree = Interrupts(line);
        using var bench = new Bench(tree, modules: "/proc/interrupts");
        bench.Tick();
        Dimension only = Assert.Single(bench.Chart("system.interrupts").Dimensions);
        Assert.Equal((id, name), (only.Id, only.Name));
    }

    [Fact]
    public void An_interrupt_that_serves_another_device_is_renamed_everywhere()
    {
        using var tree = Interrupts("1: 1 1 chip edge a\n2: 1 0 chip edge b\n");
        using var bench = new Bench(tree, modules: "/proc/interrupts");
        bench.Tick();
        tree.Write("/proc/interrupts", Head + "2: 1 0 chip edge b\n1: 1 1 chip edge z\n");
        bench.Tick();
        Assert.Equal(["z_1", "b_2"], bench.Chart("system.interrupts").Dimensions.Select(d => d.Name));
        Assert.Equal(["z_1"], bench.Chart("cpu.cpu1_interrupts").Dimensions.Select(d => d.Name));
    }

    [Fact]
    public void Per_core_charts_may_be_off_or_show_all()
    {
        const string section = "plugin:proc:/proc/interrupts";
        using var tree = Interrupts("1: 0 0 chip edge a\n2: 5 0 chip edge b\n");
        using var off = new Bench(tree, new TableSettings().With(section, "interrupts per core", "no"),
            modules: "/proc/interrupts");
        off.Tick();
        Assert.Equal(["system.interrupts"], off.Host.Charts.Select(c => c.Id));
        using var all = new Bench(tree, new TableSettings().With(section, "interrupts per core", "yes"),
            modules: "/proc/interrupts");
        all.Tick();
        Assert.Equal("1=0 2=0", all.Values("cpu.cpu1_interrupts"));
        Assert.Equal("2=5", all.Values("system.interrupts"));
    }

    [Fact]
    public void Softirqs_of_a_cpu_wait_for_its_first_count()
    {
        using var tree = new ProcTree().Write("/proc/softirqs", Head + "   HI:   1   0\n  RCU:  2  0\n");
        using var bench = new Bench(tree, modules: "/proc/softirqs");
        bench.Tick();
        Assert.Equal("HI=1 RCU=2", bench.Values("system.softirqs"));
        Assert.True(bench.Has("cpu.cpu0_softirqs"));
        Assert.False(bench.Has("cpu.cpu1_softirqs"));
        tree.Write("/proc/softirqs", Head + "   HI:   1   0\n  RCU:  2  9\n");
        bench.Tick();
        Assert.Equal("RCU=9", bench.Values("cpu.cpu1_softirqs"));
    }

    [Fact]
    public void Without_cpus_in_the_first_line_the_module_ends()
    {
        using var tree = new ProcTree().Write("/proc/softirqs", "nothing\n");
        using var bench = new Bench(tree, modules: "/proc/softirqs");
        bench.Tick();
        Assert.Equal(0, bench.Collectors.ActiveCount);
        Assert.Equal(0, bench.Collectors.BugCount);
    }

    private static ProcTree Interrupts(string lines) =>
        new ProcTree().Write("/proc/interrupts", Head + lines);
}
