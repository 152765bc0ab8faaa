using System.Text;
using System.Text.Json;

namespace Edge.Boot;

/// <summary><c>[backend] host tags</c> as labels (spec database 1.6, config 2.9).</summary>
internal static class HostTags
{
    /// <param name="tags">As written.</param>
    /// <param name="backendType"><c>[backend] type</c>, which decides how they are separated.</param>
    /// <returns>Names and values; not checked yet.</returns>
    public static List<(string Name, string Value)> Parse(string tags, string backendType)
    {
        tags = tags.Trim();
        if (tags.Length == 0)
        {
            return [];
        }

        if (tags[0] is '{' or '[' || backendType.StartsWith("json", StringComparison.Ordinal))
        {
            return ParseJson(tags) ?? [("host_tag", tags.Trim('"'))];
        }

        return backendType switch
        {
            "graphite" or "graphite:plaintext" => Split(tags, ';', '='),
            "opentsdb" or "opentsdb:telnet" => Split(tags, ' ', '='),
            "opentsdb:http" or "opentsdb:https" => Split(tags, ',', ':'),
            _ => Split(tags, ',', '='),
        };
    }

    /// <summary>A text without pairs is one tag without a name.</summary>
    private static List<(string Name, string Value)> Split(string tags, char separator, char equals)
    {
        var labels = new List<(string, string)>();
        foreach (string tag in tags.Split(separator,
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int at = tag.IndexOf(equals);
            if (at > 0)
            {
                labels.Add((tag[..at].Trim(' ', '"'), tag[(at + 1)..].Trim(' ', '"')));
            }
        }

        if (labels.Count == 0)
        {
            labels.Add(("host_tag", tags.Trim('"')));
        }

        return labels;
    }

    /// <summary>{ name: scalar ... } | [ scalar ... ] | scalar. Null: none of these.</summary>
    private static List<(string Name, string Value)>? ParseJson(string tags)
    {
        var labels = new List<(string, string)>();
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(tags));
            string? name = null;
            bool isArray = false;
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject when reader.CurrentDepth == 0:
                        break;
                    case JsonTokenType.StartArray when reader.CurrentDepth == 0:
                        isArray = true;
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        reader.Skip();
                        break;
                    case JsonTokenType.PropertyName:
                        name = reader.GetString();
                        break;
                    case JsonTokenType.String or JsonTokenType.Number:
                    case JsonTokenType.True or JsonTokenType.False:
                        string value = reader.TokenType == JsonTokenType.String
                            ? reader.GetString()!
                            : Encoding.UTF8.GetString(reader.ValueSpan);
                        labels.Add((isArray ? $"host_tag{labels.Count}" : name ?? "host_tag", value));
                        break;
                    default:
                        break;
                }
            }

            return labels;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
