using Edge.Collect;

namespace Edge.Tests.Collect;

/// <summary>Answers from a table of <c>section / option = value</c>, and remembers what was asked.</summary>
internal sealed class TableSettings : ICollectSettings
{
    private readonly Dictionary<(string Section, string Option), string> _values = [];

    public List<(string Section, string Option)> Asked { get; } = [];

    public TableSettings With(string section, string option, string value)
    {
        _values[(section, option)] = value;
        return this;
    }

    public string Text(string section, string option, string fallback) => Find(section, option) ?? fallback;

    public bool Flag(string section, string option, bool fallback) => Find(section, option) switch
    {
        null => fallback,
        string text => text is "yes" or "true" or "on" or "auto",
    };

    public OnDemand OnDemand(string section, string option, OnDemand fallback) => Find(section, option) switch
    {
        "yes" => Edge.Collect.OnDemand.Yes,
        "no" => Edge.Collect.OnDemand.No,
        "auto" => Edge.Collect.OnDemand.Auto,
        _ => fallback,
    };

    public long Number(string section, string option, long fallback) =>
        Find(section, option) is string text ? long.Parse(text) : fallback;

    public bool IsSaid(string section, string option) => _values.ContainsKey((section, option));

    private string? Find(string section, string option)
    {
        Asked.Add((section, option));
        return _values.GetValueOrDefault((section, option));
    }
}
