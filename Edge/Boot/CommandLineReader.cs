namespace Edge.Boot;

/// <summary>Walks over the arguments and gathers what <see cref="CommandLine"/> makes of them.</summary>
internal sealed class CommandLineReader(string[] args)
{
    private int _next;
    private string? _attached;

    public Verb Verb { get; private set; } = Verb.Run;

    public string? ConfigPath { get; set; }

    public bool WantsFork { get; set; }

    public string? PidPath { get; set; }

    public string? Url { get; set; }

    public bool IsJson { get; set; }

    public List<Setting> Settings { get; } = [];

    public List<Setting> StreamSettings { get; } = [];

    public IReadOnlyList<string> Words { get; set; } = [];

    /// <summary>The first wish counts: <c>-h</c> before anything else that also ends at once.</summary>
    public void Ask(Verb verb) => Verb = Verb == Verb.Run ? verb : Verb;

    /// <summary>
    /// The next option; null at the end. One letter may have its value attached (<c>-p19999</c>).
    /// </summary>
    public string? Next()
    {
        if (_next == args.Length)
        {
            return null;
        }

        string arg = args[_next++];
        bool isAttached = arg.Length > 2 && arg[0] == '-' && "cpiPsutW".Contains(arg[1]);
        _attached = isAttached ? arg[2..] : null;
        return isAttached ? arg[..2] : arg;
    }

    /// <summary>The value of the present option; null when there is none.</summary>
    public string? Value()
    {
        if (_attached != null)
        {
            string value = _attached;
            _attached = null;
            return value;
        }

        return _next < args.Length ? args[_next++] : null;
    }

    /// <summary>So many further arguments, whatever they look like; null when there are fewer.</summary>
    public string[]? Values(int count)
    {
        if (args.Length - _next < count)
        {
            return null;
        }

        string[] values = args[_next..(_next + count)];
        _next += count;
        return values;
    }
}
