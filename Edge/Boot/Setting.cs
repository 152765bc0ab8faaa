namespace Edge.Boot;

/// <summary>An option of a configuration file, given on the command line.</summary>
internal readonly record struct Setting(string Section, string Name, string Value);
