using System.Globalization;

namespace Edge.Bench;

/// <summary>The words and <c>--name value</c> options of a verb.</summary>
internal sealed class Arguments
{
    private readonly List<KeyValuePair<string, string>> _options = [];

    public Arguments(string[] args)
    {
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                Words.Add(args[i]);
            }
            else if (i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                _options.Add(new(args[i][2..], args[++i]));
            }
            else
            {
                _options.Add(new(args[i][2..], ""));
            }
        }
    }

    public List<string> Words { get; } = [];

    public bool Has(string name) => _options.Exists(option => option.Key == name);

    public string Text(string name, string otherwise) =>
        _options.FindLast(option => option.Key == name).Value ?? otherwise;

    public int Number(string name, int otherwise) => (int)Real(name, otherwise);

    public double Real(string name, double otherwise) =>
        Has(name) ? double.Parse(Text(name, ""), CultureInfo.InvariantCulture) : otherwise;

    public IEnumerable<string> All(string name) =>
        _options.Where(option => option.Key == name).Select(option => option.Value);
}
