using Xunit;

namespace Edge.Tests.Collect;

/// <summary>What boards measure: charts that the reference has not.</summary>
public class SensorTests
{
    [Fact]
    public void Thermal_zones_are_dimensions_named_by_their_types()
    {
        using var tree = new ProcTree();
        tree.Write("/sys/class/thermal/thermal_zone0/temp", "41234\n")
            .Write("/sys/class/thermal/thermal_zone0/type", "cpu-thermal\n")
            .Write("/sys/class/thermal/thermal_zone1/temp", "-5000\n")
            .Write("/sys/class/thermal/cooling_device0/type", "Fan\n");
        using var bench = new Bench(tree, modules: "/sys/class/thermal");
        bench.Tick();
        Assert.Equal("thermal_zone0=41234 thermal_zone1=-5000", bench.Values("sensors.thermal_zones"));
        Assert.Equal("cpu-thermal", bench.Chart("sensors.thermal_zones").Dimensions[0].Name);
    }

    [Fact]
    public void Chips_have_a_chart_for_each_kind_and_disks_are_left_asleep()
    {
        using var tree = new ProcTree();
        tree.Write("/sys/class/hwmon/hwmon0/name", "coretemp\n")
            .Write("/sys/class/hwmon/hwmon0/temp1_input", "50000\n")
            .Write("/sys/class/hwmon/hwmon0/temp1_label", "Package id 0\n")
            .Write("/sys/class/hwmon/hwmon0/fan2_input", "1200\n")
            .Write("/sys/class/hwmon/hwmon1/name", "coretemp\n")
            .Write("/sys/class/hwmon/hwmon1/temp1_input", "51000\n")
            .Write("/sys/class/hwmon/hwmon2/name", "drivetemp\n")
            .Write("/sys/class/hwmon/hwmon2/temp1_input", "30000\n")
            .Write("/sys/class/hwmon/hwmon3/name", "rpi_volt\n")
            .Write("/sys/class/hwmon/hwmon3/in0_lcrit_alarm", "1\n");
        using var bench = new Bench(tree, modules: "/sys/class/hwmon");
        bench.Tick();
        Assert.Equal("temp1=50000", bench.Values("sensors.coretemp_temperature"));
        Assert.Equal("Package id 0", bench.Chart("sensors.coretemp_temperature").Dimensions[0].Name);
        Assert.Equal("fan2=1200", bench.Values("sensors.coretemp_fan"));
        Assert.Equal("temp1=51000", bench.Values("sensors.coretemp_hwmon1_temperature"));
        Assert.Equal("in0=1", bench.Values("sensors.rpi_volt_undervoltage"));
        Assert.DoesNotContain(bench.Host.Charts, chart => chart.Id.Contains("drivetemp"));
        bench.Tick();
        Assert.Equal("", bench.Values("sensors.coretemp_fan"));
        bench.Tick(4);
        Assert.NotEqual("", bench.Values("sensors.coretemp_fan"));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("power and throttling", false)]
    public void Boards_say_what_ails_them_unless_told_not_to(string? off, bool has)
    {
        using var tree = new ProcTree();
        tree.Write("/sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n")
            .Write("/sys/class/watchdog/watchdog0/bootstatus", "32\n")
            .Write("/sys/block/mmcblk0/device/life_time", "0x01 0x0b\n")
            .Write("/sys/block/mmcblk1/device/life_time", "0x00 0x00\n");
        using var bench = new Bench(tree, off == null ? null
            : new TableSettings().With("plugin:proc:board", off, "no"), modules: "board");
        bench.Tick();
        Assert.Equal(has ? "under_voltage=1 frequency_capped=0 throttled=1 temperature_limit=0 "
            + "under_voltage_ever=1 frequency_capped_ever=0 throttled_ever=1 temperature_limit_ever=0" : "",
            bench.Values("board.throttling"));
        Assert.Equal("overheat=0 fan_fault=0 power_under=0 card_reset=1 power_over=0",
            bench.Values("board.watchdog0_reset"));
        Assert.Equal("type_a=1 type_b=11", bench.Values("disk_wear.mmcblk0"));
        Assert.False(bench.Has("disk_wear.mmcblk1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("nonsense ")]
    [InlineData("99999999999999999999999999")]
    public void What_is_no_number_is_survived(string text)
    {
        using var tree = new ProcTree();
        tree.Write("/sys/class/thermal/thermal_zone0/temp", text)
            .Write("/sys/class/hwmon/hwmon0/name", text).Write("/sys/class/hwmon/hwmon0/temp1_input", text)
            .Write("/sys/devices/platform/soc/soc:firmware/get_throttled", text)
            .Write("/sys/block/mmcblk0/device/life_time", text);
        using var bench = new Bench(tree);
        bench.Tick(12);
        Assert.Equal(0, bench.Collectors.BugCount);
    }
}
