using System.Text.Json;

namespace Edge.Tests.Peers;

/// <summary>
/// What a node's web server says of a host. Questions to a node that does not answer have no answer: null.
/// </summary>
internal sealed class Api(Node node, string? host = null)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly string _base = $"http://{node.Address}{(host == null ? "" : $"/host/{host}")}/api/v1";

    /// <summary>Charts by id; none when the host is not known yet.</summary>
    public async Task<Dictionary<string, JsonElement>> Charts()
    {
        JsonElement? answer = await Get("/charts");
        return answer == null ? [] : answer.Value.GetProperty("charts").EnumerateObject()
            .ToDictionary(chart => chart.Name, chart => chart.Value);
    }

    /// <summary>By dimension name, then by second; slots without a sample are left out.</summary>
    public async Task<Dictionary<string, SortedDictionary<long, double>>> Data(string chart, int seconds)
    {
        Dictionary<string, SortedDictionary<long, double>> result = [];
        string query = $"chart={Uri.EscapeDataString(chart)}&after=-{seconds}&format=json";
        JsonElement? answer = await Get("/data?" + query);
        if (answer == null)
        {
            return result;
        }

        string[] labels =
            [.. answer.Value.GetProperty("labels").EnumerateArray().Select(label => label.ToString())];
        foreach (string label in labels.Skip(1))
        {
            result[label] = [];
        }

        foreach (JsonElement row in answer.Value.GetProperty("data").EnumerateArray())
        {
            for (int i = 1; i < labels.Length; i++)
            {
                if (row[i].ValueKind == JsonValueKind.Number)
                {
                    result[labels[i]][row[0].GetInt64()] = row[i].GetDouble();
                }
            }
        }

        return result;
    }

    /// <summary>
    /// The chart has at least <paramref name="rows"/> recent seconds, and they are not all alike.
    /// </summary>
    public async Task<bool> IsAlive(string chart, int rows = 5)
    {
        Dictionary<string, SortedDictionary<long, double>> data = await Data(chart, rows + 2);
        return data.Values.Any(values => values.Count >= rows && values.Values.Distinct().Count() > 1);
    }

    /// <summary>Second of the chart's newest sample; 0 without.</summary>
    public async Task<long> Newest(string chart)
    {
        JsonElement? answer = await Get($"/chart?chart={Uri.EscapeDataString(chart)}");
        return answer?.GetProperty("last_entry").GetInt64() ?? 0;
    }

    /// <summary>A host that streams to this node right now.</summary>
    public async Task<bool> Receives(string name)
    {
        JsonElement? info = await Get("/info");
        if (info == null)
        {
            return false;
        }

        JsonElement[] names = [.. info.Value.GetProperty("mirrored_hosts").EnumerateArray()];
        int index = Array.FindIndex(names, one => one.GetString() == name);
        return index >= 0
            && info.Value.GetProperty("mirrored_hosts_status")[index].GetProperty("reachable").GetBoolean();
    }

    /// <summary>Every host that streams or has streamed to this node, and is still there.</summary>
    public async Task<string[]> Mirrored()
    {
        JsonElement? info = await Get("/info");
        return info == null ? [] : [.. info.Value.GetProperty("mirrored_hosts").EnumerateArray()
            .Select(name => name.GetString()!)];
    }

    public async Task<bool> Answers() => await Get("/info") != null;

    private async Task<JsonElement?> Get(string path)
    {
        try
        {
            using HttpResponseMessage answer = await Http.GetAsync(_base + path);
            if (!answer.IsSuccessStatusCode)
            {
                return null;
            }

            return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
