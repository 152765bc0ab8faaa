namespace Edge.Collect.Cgroups;

/// <summary>Directories of the operator.</summary>
/// <param name="Plugins">Of programs.</param>
/// <param name="Config">Of configuration that he wrote.</param>
/// <param name="StockConfig">Of what came with the package.</param>
internal sealed record PluginPlace(string Plugins, string Config, string StockConfig);
