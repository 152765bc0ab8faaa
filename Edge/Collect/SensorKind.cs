using Edge.Store;

namespace Edge.Collect;

/// <summary>One kind of measurement that chips of hwmon make; each is a chart a chip.</summary>
/// <param name="Prefix">Of the names of files, before the number.</param>
/// <param name="Suffix">Behind the number.</param>
/// <param name="Chart">Part of the id and the context.</param>
/// <param name="Title">Of the chart.</param>
/// <param name="Units">Of the chart.</param>
/// <param name="Divisor">Of the kernel's numbers.</param>
/// <param name="Algorithm">Energy is a counter, all else is as it is.</param>
internal sealed record SensorKind(string Prefix, string Suffix, string Chart, string Title, string Units,
    long Divisor, Algorithm Algorithm = Algorithm.Absolute)
{
    /// <summary>The kernel's Documentation/hwmon/sysfs-interface.</summary>
    public static readonly SensorKind[] All =
    [
        new("temp", "_input", "temperature", "Temperature", "Celsius", 1000),
        new("in", "_input", "voltage", "Voltage", "Volts", 1000),
        new("fan", "_input", "fan", "Fan Speed", "RPM", 1),
        new("curr", "_input", "current", "Current", "Ampere", 1000),
        new("power", "_input", "power", "Power", "Watt", 1_000_000),
        new("energy", "_input", "energy", "Energy", "Watt", 1_000_000, Algorithm.Incremental),
        new("humidity", "_input", "humidity", "Humidity", "percentage", 1000),
        new("in", "_lcrit_alarm", "undervoltage", "Voltage Below Critical", "boolean", 1),
    ];
}
