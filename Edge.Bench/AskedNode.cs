using System.Text.Json;

namespace Edge.Bench;

/// <summary>A host of a running node, asked by HTTP for its charts and their samples.</summary>
/// <param name="url">Base address, with <c>/host/NAME</c> where it is not the local one.</param>
internal sealed class AskedNode(string url) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>By id, as <c>/api/v1/charts</c> has them.</summary>
    public JsonElement Charts() =>
        JsonDocument.Parse(_http.GetStringAsync(url + "/api/v1/charts").Result)
            .RootElement.GetProperty("charts");

    /// <summary>Samples of the newest seconds, by dimension and second.</summary>
    public Dictionary<string, Dictionary<long, double>> Newest(string chart, int seconds) =>
        Samples(chart, $"after=-{seconds}&options=unaligned", long.MinValue, long.MaxValue);

    /// <summary>Every slot behind <paramref name="after"/> and up to <paramref name="before"/> that has a
    /// sample, by dimension and second. netdata 1.37 answers with the second of <c>after</c> too: cut
    /// off.</summary>
    public Dictionary<string, Dictionary<long, double>> Samples(string chart, long after, long before) =>
        Samples(chart, $"after={after}&before={before}", after, before);

    public void Dispose() => _http.Dispose();

    /// <summary>None when the node has nothing to answer with.</summary>
    private Dictionary<string, Dictionary<long, double>> Samples(
        string chart, string window, long after, long before)
    {
        Dictionary<string, Dictionary<long, double>> samples = [];
        using HttpResponseMessage answer = _http.GetAsync(
            $"{url}/api/v1/data?chart={Uri.EscapeDataString(chart)}&{window}&format=json").Result;
        string text = answer.Content.ReadAsStringAsync().Result;
        if (!answer.IsSuccessStatusCode || !text.StartsWith('{'))
        {
            return samples;
        }

        JsonElement root = JsonDocument.Parse(text).RootElement;
        string[] labels = [.. root.GetProperty("labels").EnumerateArray().Select(label => label.ToString())];
        foreach (string label in labels.Skip(1))
        {
            samples[label] = [];
        }

        foreach (JsonElement row in root.GetProperty("data").EnumerateArray())
        {
            long second = row[0].GetInt64();
            for (int i = 1; i < labels.Length && second > after && second <= before; i++)
            {
                if (row[i].ValueKind == JsonValueKind.Number)
                {
                    samples[labels[i]][second] = row[i].GetDouble();
                }
            }
        }

        return samples;
    }
}
