using System.Text;
using Edge.Sys;
using Microsoft.Extensions.Configuration.Ini;

namespace Edge.Boot;

/// <summary>
/// Reads netdata.conf and stream.conf. The Ini provider does the reading; a filter in front of it applies the
/// rules in which the reference's files differ (spec config 1): bytes, long lines, literal names, the last
/// duplicate wins, and a line that makes no sense is reported and skipped, never fatal.
/// </summary>
internal static class IniText
{
    /// <param name="file">Its name in messages.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="problems">Gets a line for each one that is skipped, up to <see
    /// cref="Limits.Problems"/>.</param>
    /// <returns>Options in order of their first appearance, each once.</returns>
    public static List<IniLine> Read(string file, ReadOnlySpan<byte> bytes, List<ConfigProblem> problems)
    {
        List<IniLine> lines = Deduplicate(Filter(file, bytes, problems));
        IDictionary<string, string?> values = IniStreamConfigurationProvider.Read(Adapt(lines));
        Guard.That(values.Count == lines.Count);
        var key = new StringBuilder();
        for (int i = 0; i < lines.Count; i++)
        {
            key.Clear();
            AddKey(key, lines[i].Section, ':', lines[i].Name);
            lines[i] = lines[i] with { Value = IniEscape.Remove(values[key.ToString()] ?? "") };
        }

        return lines;
    }

    /// <summary>
    /// line = blank | "#" ... | "[" section "]" | name "=" value. White space at the ends of a line and
    /// around names and values is that of C.
    /// </summary>
    private static List<IniLine> Filter(string file, ReadOnlySpan<byte> bytes, List<ConfigProblem> problems)
    {
        var lines = new List<IniLine>();
        string? section = null;
        int number = 0;
        int skipped = 0;
        while (bytes.Length > 0)
        {
            number++;
            ReadOnlySpan<byte> rest = CutLine(ref bytes);
            do
            {
                string text = Trim(CutPiece(ref rest));
                if (text.Length == 0 || text[0] == '#')
                {
                    continue;
                }

                if (text[0] == '[' && text[^1] == ']' && text.Length > 1)
                {
                    section = text[1..^1];
                }
                else if (Parse(section, text, number, file, out IniLine line) is not { } problem)
                {
                    lines.Add(line);
                }
                else if (skipped++ < Limits.Problems)
                {
                    problems.Add(new ConfigProblem(file, number, IsError: true, problem));
                }
            }
            while (rest.Length > 0);
        }

        if (skipped > Limits.Problems)
        {
            problems.Add(new ConfigProblem(file, 0, IsError: true, $"CONFIG: {skipped - Limits.Problems} "
                + $"more lines of file '{file}' are ignored for the same reasons."));
        }

        return lines;
    }

    /// <returns>Null, or why the line is ignored.</returns>
    private static string? Parse(string? section, string text, int number, string file, out IniLine line)
    {
        line = default;
        if (section == null)
        {
            return $"CONFIG: ignoring line {number} ('{text}') of file '{file}', it is outside all sections.";
        }

        int equals = text.IndexOf('=');
        if (equals < 0)
        {
            return $"CONFIG: ignoring line {number} ('{text}') of file '{file}', there is no = in it.";
        }

        string name = Trim(text.AsSpan(0, equals));
        if (name.Length == 0)
        {
            return $"CONFIG: ignoring line {number} of file '{file}', name is empty.";
        }

        line = new IniLine(section, name, Trim(text.AsSpan(equals + 1)), number);
        return null;
    }

    private static List<IniLine> Deduplicate(List<IniLine> lines)
    {
        var places = new Dictionary<(string, string), int>(lines.Count);
        var kept = new List<IniLine>(lines.Count);
        foreach (IniLine line in lines)
        {
            if (places.TryGetValue((line.Section, line.Name), out int place))
            {
                kept[place] = line;
            }
            else
            {
                places.Add((line.Section, line.Name), kept.Count);
                kept.Add(line);
            }
        }

        return kept;
    }

    /// <summary>The same options in the provider's dialect.</summary>
    private static MemoryStream Adapt(List<IniLine> lines)
    {
        var text = new StringBuilder();
        string? section = null;
        foreach (IniLine line in lines)
        {
            if (line.Section != section)
            {
                section = line.Section;
                text.Append("[s");
                IniEscape.AddName(text, section);
                text.Append("]\n");
            }

            text.Append('n');
            IniEscape.AddName(text, line.Name);
            text.Append('=');
            IniEscape.AddValue(text, line.Value);
            text.Append('\n');
        }

        return new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void AddKey(StringBuilder key, string section, char separator, string name)
    {
        IniEscape.AddName(key.Append('s'), section);
        IniEscape.AddName(key.Append(separator).Append('n'), name);
    }

    private static ReadOnlySpan<byte> CutLine(ref ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? bytes : bytes[..end];
        bytes = end < 0 ? [] : bytes[(end + 1)..];
        return line;
    }

    /// <summary>At most a line's worth; a zero byte ends the text as it does in C.</summary>
    private static ReadOnlySpan<char> CutPiece(ref ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> piece = rest.Length <= Limits.LineBytes ? rest : rest[..Limits.LineBytes];
        rest = rest[piece.Length..];
        int zero = piece.IndexOf((byte)0);
        return Encoding.UTF8.GetString(zero < 0 ? piece : piece[..zero]);
    }

    private static string Trim(ReadOnlySpan<char> text) => text.Trim(" \t\n\v\f\r").ToString();
}
