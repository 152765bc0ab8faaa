using Edge.Stream;
using Edge.Text;

namespace Edge.Boot;

/// <summary>The GUID sections of stream.conf as Stream asks for them, patterns compiled once.
/// Immutable; any thread.</summary>
internal sealed class StreamSections : IStreamSections
{
    private readonly Dictionary<string, StreamSection> _sections = [];

    public StreamSections(StreamConf conf)
    {
        foreach ((string name, GuidSection section) in conf.Sections)
        {
            _sections.Add(name, Make(section));
        }
    }

    public StreamSection? Find(string name) => _sections.GetValueOrDefault(name);

    /// <summary>Null for an empty list, whose meaning is the asker's.</summary>
    public static Func<string, bool>? Matcher(string? patterns)
    {
        if (patterns == null)
        {
            return null;
        }

        var pattern = SimplePattern.Parse(patterns);
        return pattern.IsEmpty ? null : text => pattern.Matches(text);
    }

    private static StreamSection Make(GuidSection section) => new()
    {
        Type = section.Type,
        Enabled = section.Enabled,
        AllowFrom = Matcher(section.AllowFrom),
        UpdateEvery = section.UpdateEvery,
        Defaults = section.AsKey,
        Own = section.AsMachine,
    };
}
