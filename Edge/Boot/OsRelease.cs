namespace Edge.Boot;

/// <summary>os-release(5): NAME=value lines, values perhaps in shell quotes.</summary>
internal sealed class OsRelease
{
    private readonly Dictionary<string, string> _values = [];

    private OsRelease(string path)
    {
        Path = path;
    }

    /// <summary>Of the file that was found.</summary>
    public string Path { get; }

    /// <summary><c>unknown</c> when the file does not say it.</summary>
    public string this[string name] =>
        _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : "unknown";

    /// <summary>The first of the two usual places; null: neither is there.</summary>
    /// <param name="root">In front of both; empty for the real ones.</param>
    public static OsRelease? Find(string root)
    {
        foreach (string path in (ReadOnlySpan<string>)["/etc/os-release", "/usr/lib/os-release"])
        {
            if (SmallFile.TryText(root + path) is { } text)
            {
                return Parse(path, text);
            }
        }

        return null;
    }

    public static OsRelease Parse(string path, string text)
    {
        var release = new OsRelease(path);
        foreach (string line in text.Split('\n'))
        {
            int equals = line.IndexOf('=');
            if (equals > 0 && line[0] != '#')
            {
                release._values[line[..equals].Trim()] = Unquote(line[(equals + 1)..].Trim());
            }
        }

        return release;
    }

    private static string Unquote(string value)
    {
        if (value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0])
        {
            value = value[1..^1];
        }

        return value.Replace("\\\"", "\"").Replace("\\$", "$").Replace("\\`", "`").Replace("\\\\", "\\");
    }
}
