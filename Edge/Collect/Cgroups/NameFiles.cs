using System.Text;
using Edge.Sys;

namespace Edge.Collect.Cgroups;

/// <summary>
/// Reads names out of the files of container engines. Those may be on slow disks: never on pulse.
/// </summary>
internal static class NameFiles
{
    /// <summary>The text of a file; null: there is none, or it may not be read, or it is too large.</summary>
    public static string? Text(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(WholeFile.Read(path, WholeFile.SystemBytesMax));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Names in a directory; none where it cannot be read.</summary>
    public static string[] Entries(string path)
    {
        try
        {
            return Directory.Exists(path) ? Directory.GetFileSystemEntries(path) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The value of a line <c>key: value</c> or <c>key = value</c> before any section.</summary>
    public static string? Value(string text, string key)
    {
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith('['))
            {
                break;
            }

            ReadOnlySpan<char> rest = line.AsSpan();
            if (rest.StartsWith(key) && rest[key.Length..].TrimStart() is { IsEmpty: false } value
                && value[0] is ':' or '=')
            {
                return value[1..].Trim().ToString();
            }
        }

        return null;
    }

    /// <summary>The text of a member of the outermost object of a JSON text; null: it has none.</summary>
    public static string? Member(string json, string name)
    {
        int depth = 0;
        for (int i = 0; i < json.Length; i++)
        {
            char c = json[i];
            depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
            if (c != '"')
            {
                continue;
            }

            int end = EndOfText(json, i);
            ReadOnlySpan<char> text = json.AsSpan(i + 1, Math.Max(end - i - 1, 0));
            int colon = Skip(json, end + 1);
            int value = Skip(json, colon + 1);
            if (depth == 1 && text.SequenceEqual(name) && At(json, colon) == ':' && At(json, value) == '"')
            {
                return json[(value + 1)..EndOfText(json, value)];
            }

            i = end;
        }

        return null;
    }

    /// <summary>Of a list of objects, the first of the <c>names</c> of the one with this <c>id</c>.</summary>
    public static string? NameOf(string json, string id)
    {
        int at = json.IndexOf($"\"id\":\"{id}\"", StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        int next = json.IndexOf("\"id\":\"", at + 1, StringComparison.Ordinal);
        const string names = "\"names\":[\"";
        int start = json.IndexOf(names, at, StringComparison.Ordinal);
        return start < 0 || (next >= 0 && start > next)
            ? null
            : json[(start + names.Length)..EndOfText(json, start + names.Length - 1)];
    }

    private static char At(string text, int place) => place < text.Length ? text[place] : '\0';

    private static int Skip(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>Place of the closing quote, or of the end.</summary>
    private static int EndOfText(string json, int quote)
    {
        int at = quote + 1;
        while (at < json.Length && json[at] != '"')
        {
            at += json[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at, json.Length);
    }
}
