namespace Edge.Boot;

/// <summary>An <c>allow ... from</c> list and its <c>by dns</c>. Empty: everybody.</summary>
internal sealed record AccessRule(string Pattern, ByDns ByDns)
{
    /// <param name="file">netdata.conf.</param>
    /// <param name="what">The word in the middle of <c>allow ... from</c>.</param>
    /// <param name="pattern">The default list.</param>
    /// <param name="dns">The default of <c>by dns</c>.</param>
    public static AccessRule Read(ConfigFile file, string what, string pattern,
        ByDns dns = ByDns.Heuristic) =>
        Read(file, "web", $"allow {what} from", $"allow {what} by dns", pattern, dns);

    public static AccessRule Read(
        ConfigFile file,
        string section,
        string from,
        string byDns,
        string pattern,
        ByDns dns)
    {
        string list = file.Text(section, from, pattern);
        string word = file.Text(section, byDns, dns == ByDns.No ? "no" : "heuristic");
        ByDns? parsed = word switch
        {
            "yes" => ByDns.Yes,
            "no" => ByDns.No,
            "heuristic" => ByDns.Heuristic,
            _ => null,
        };
        if (parsed == null)
        {
            file.Report(section, byDns, $"Invalid configuration option '{word}' for '{section}'/'{byDns}'. "
                + "Valid options are 'yes', 'no' and 'heuristic'. Proceeding with 'heuristic'");
        }

        return new AccessRule(list, parsed ?? ByDns.Heuristic);
    }
}
