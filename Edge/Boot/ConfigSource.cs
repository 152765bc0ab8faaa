namespace Edge.Boot;

/// <summary>Who said an option's value.</summary>
internal enum ConfigSource
{
    /// <summary>Nobody: the place that asked for it.</summary>
    Default,
    File,
    CommandLine,
}
