namespace Edge.Plugins;

/// <summary><c>Waiting -> Running -> Ending -> Waiting or Disabled</c>.</summary>
internal enum PluginState
{
    /// <summary>For its time to be started.</summary>
    Waiting,

    /// <summary>Its output is read.</summary>
    Running,

    /// <summary>Its output is not read any more, and its process has to end.</summary>
    Ending,

    /// <summary>Until Edge is started again.</summary>
    Disabled,
}
