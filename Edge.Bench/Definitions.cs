using System.Text.Json;

namespace Edge.Bench;

/// <summary>Charts as two nodes define them, from <c>/api/v1/charts</c>.</summary>
internal static class Definitions
{
    private static readonly string[] Compared =
    [
        "name", "family", "context", "title", "priority", "plugin", "module", "units", "chart_type",
        "update_every",
    ];

    /// <summary>Empty: equal in every field that is compared, dimensions and their names included.</summary>
    public static List<string> Differences(JsonElement a, JsonElement b)
    {
        List<string> differences = [];
        foreach (string key in Compared)
        {
            string x = a.TryGetProperty(key, out JsonElement e) ? e.ToString() : "";
            string y = b.TryGetProperty(key, out JsonElement f) ? f.ToString() : "";
            if (x != y)
            {
                differences.Add($"{key}: '{x}' / '{y}'");
            }
        }

        string[] left = Dimensions(a);
        string[] right = Dimensions(b);
        if (!left.SequenceEqual(right))
        {
            differences.Add($"dimensions: {string.Join(',', left.Except(right))} / "
                + string.Join(',', right.Except(left)));
        }

        return differences;
    }

    private static string[] Dimensions(JsonElement chart) => [.. chart.GetProperty("dimensions")
        .EnumerateObject().Select(dimension => $"{dimension.Name}={dimension.Value.GetProperty("name")}")
        .Order(StringComparer.Ordinal)];
}
