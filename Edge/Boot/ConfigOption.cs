namespace Edge.Boot;

/// <summary>One option: what was said, where, and whether anybody wanted to know.</summary>
internal sealed class ConfigOption(string section, string name)
{
    public string Section { get; } = section;

    public string Name { get; } = name;

    public string Value { get; set; } = "";

    public ConfigSource Source { get; set; }

    /// <summary>1-based line of the file; 0 when it is not from a file.</summary>
    public int Line { get; set; }

    /// <summary>
    /// The name under which the file has it when that is an old or a newer one; null otherwise.
    /// </summary>
    public string? WrittenAs { get; set; }

    /// <summary>The program asked for it.</summary>
    public bool IsUsed { get; set; }

    /// <summary>What the place that asked would have taken; null as long as nobody asked.</summary>
    public string? Default { get; set; }

    public bool IsSaid => Source != ConfigSource.Default;

    /// <summary><c>'name' of [section]</c>, as the operator wrote it.</summary>
    public string Title => WrittenAs ?? $"'{Name}' of [{Section}]";
}
