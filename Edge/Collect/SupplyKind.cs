namespace Edge.Collect;

/// <summary>One chart that a power supply may have.</summary>
/// <param name="Chart">Behind <c>powersupply_</c> in its type, and in its context.</param>
/// <param name="Title">Of the chart.</param>
/// <param name="Units">Of the chart.</param>
/// <param name="Divisor">What the kernel's numbers are divided by.</param>
/// <param name="Option">That turns it on or off.</param>
/// <param name="IsOn">Without a word.</param>
/// <param name="Prefix">Of the names of its files.</param>
/// <param name="Parts">Files behind the prefix, each a dimension.</param>
/// <param name="Top">With a file of this part and none of <paramref name="Bottom"/> that one is 0.</param>
/// <param name="Bottom">See there.</param>
internal sealed record SupplyKind(
    string Chart, string Title, string Units, long Divisor, string Option, bool IsOn, string Prefix,
    string[] Parts, string? Top = null, string? Bottom = null)
{
    private const long Micro = 1_000_000;

    private static readonly string[] Fillings = ["full_design", "full", "now", "empty", "empty_design"];

    /// <summary>Spec collectors 3.9; from "current" on it is Edge's own.</summary>
    public static readonly SupplyKind[] All =
    [
        new("capacity", "Battery capacity", "percentage", 1, "battery capacity", true, "", ["capacity"]),
        new("charge", "Battery charge", "Ah", Micro, "battery charge", false, "charge_", Fillings, "full",
            "empty"),
        new("energy", "Battery energy", "Wh", Micro, "battery energy", false, "energy_", Fillings, "full",
            "empty"),
        new("voltage", "Power supply voltage", "V", Micro, "power supply voltage", false, "voltage_",
            ["max_design", "max", "now", "min", "min_design"], "max", "min"),
        new("current", "Power supply current", "A", Micro, "power supply current", true, "current_",
            ["now"]),
        new("power", "Power supply power", "W", Micro, "power supply power", true, "power_", ["now"]),
        new("temperature", "Power supply temperature", "Celsius", 10, "power supply temperature", true, "",
            ["temp"]),
        new("online", "Power supply online", "boolean", 1, "power supply online", true, "", ["online"]),
        new("cycles", "Battery charge cycles", "cycles", 1, "battery charge cycles", true, "",
            ["cycle_count"]),
    ];
}
