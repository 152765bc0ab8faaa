using System.Text.Json;

namespace Edge.Bench.Database;

/// <summary>What a node says that it has of a host, by its API.</summary>
internal static class StoredVerb
{
    private const int HourRows = 3600;

    /// <summary>
    /// Samples of all charts, by their first and last second; those of gaps are counted, too.
    /// </summary>
    public static int Samples(string[] args)
    {
        JsonElement charts = Get($"{args[0]}/api/v1/charts").GetProperty("charts");
        long sum = 0;
        foreach (JsonProperty chart in charts.EnumerateObject())
        {
            long first = chart.Value.GetProperty("first_entry").GetInt64();
            long last = chart.Value.GetProperty("last_entry").GetInt64();
            long dimensions = chart.Value.GetProperty("dimensions").EnumerateObject().LongCount();
            sum += first > 0 && last > first
                ? dimensions * ((last - first) / chart.Value.GetProperty("update_every").GetInt64())
                : 0;
        }

        Console.WriteLine(sum);
        return sum > 0 ? 0 : 1;
    }

    /// <summary>
    /// That the chart which was filled has its hour, so that nobody is fast by having less.
    /// </summary>
    public static int Rows(string[] args)
    {
        JsonElement data = Get($"{args[0]}/api/v1/data?chart=fill.c0&after=-3600&points=3600&format=json")
            .GetProperty("data");
        int rows = 0;
        foreach (JsonElement row in data.EnumerateArray())
        {
            rows += row[1].ValueKind == JsonValueKind.Number ? 1 : 0;
        }

        Console.WriteLine($"{args[0]}: {rows} rows of {HourRows}");
        return rows >= HourRows * 99 / 100 ? 0 : 1;
    }

    private static JsonElement Get(string url)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        return JsonDocument.Parse(http.GetStringAsync(url).Result).RootElement;
    }
}
