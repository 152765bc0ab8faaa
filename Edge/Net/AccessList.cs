using Edge.Sys;

namespace Edge.Net;

/// <summary>
/// One <c>allow ... from</c> list: a simple pattern against the address, then perhaps the name (spec config
/// 2.2.1).
/// </summary>
internal sealed class AccessList
{
    /// <summary>Everybody.</summary>
    public static readonly AccessList Open = new("", "", DnsUse.No, static _ => static _ => true);

    private readonly bool _isEmpty;
    private readonly Func<string, bool> _allows;
    private readonly Func<string, bool> _denies;

    /// <param name="option">Name for logs, such as <c>dashboard</c>.</param>
    /// <param name="patterns">Value of the option.</param>
    /// <param name="dns">Value of its companion.</param>
    /// <param name="compile">Makes a matcher of a simple pattern: true when its first matching word is
    /// positive.</param>
    public AccessList(string option, string patterns, DnsUse dns, Func<string, Func<string, bool>> compile)
    {
        Option = option;
        string[] words = Words(patterns);
        _isEmpty = words.Length == 0;
        _allows = compile(patterns);

        // The first matching word decides. With every word turned round, "true" means that a negative word
        // matched.
        _denies =
            compile(string.Join(' ', Array.ConvertAll(words, static w => w[0] == '!' ? w[1..] : '!' + w)));
        AsksNames = dns == DnsUse.Yes || (dns == DnsUse.Heuristic && Array.Exists(words, CouldBeName));
    }

    public string Option { get; }

    /// <summary>Whether a client without a verdict may still be let in by name.</summary>
    public bool AsksNames { get; }

    /// <param name="text">Address as logs show it, or a name.</param>
    public Verdict Match(string text)
    {
        if (_isEmpty || _allows(text))
        {
            return Verdict.Allowed;
        }

        return _denies(text) ? Verdict.Denied : Verdict.None;
    }

    /// <summary>
    /// Reads <c>yes</c>, <c>no</c> or <c>heuristic</c>; anything else is the last, with an error line.
    /// </summary>
    public static DnsUse ParseDns(string value, string section, string option)
    {
        switch (value)
        {
            case "yes":
                return DnsUse.Yes;
            case "no":
                return DnsUse.No;
            case "heuristic":
                return DnsUse.Heuristic;
            default:
                Log.Error(
                    "MAIN",
                    $"Invalid configuration option '{value}' for '{section}'/'{option}'. "
                    + "Valid options are 'yes', 'no' and 'heuristic'. Proceeding with 'heuristic'");
                return DnsUse.Heuristic;
        }
    }

    /// <summary>
    /// The reference also asks names for lists with a wildcard but no letter, such as <c>10.*</c>. No host
    /// name matches those, so that only delays the refusal; and only loopback is ever called
    /// <c>localhost</c>, which needs no look-up.
    /// </summary>
    private static bool CouldBeName(string word)
    {
        string bare = word.TrimStart('!');
        return bare != "localhost" && !bare.Contains(':') && bare.AsSpan().IndexOfAnyInRange('A', 'z') >= 0;
    }

    // White space separates, unless escaped by a backslash.
    private static string[] Words(string patterns)
    {
        var words = new List<string>();
        int start = -1;
        for (int i = 0; i <= patterns.Length; i++)
        {
            bool isSpace = i == patterns.Length || char.IsWhiteSpace(patterns[i]);
            if (isSpace && start >= 0)
            {
                words.Add(patterns[start..i]);
                start = -1;
            }
            else if (!isSpace)
            {
                start = start < 0 ? i : start;
                i += patterns[i] == '\\' && i + 1 < patterns.Length ? 1 : 0;
            }
        }

        return [.. words];
    }
}
