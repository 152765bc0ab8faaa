using System.Text;
using Edge.Store;

namespace Edge.Bench.Database;

/// <summary>
/// A recorded stream (the lines of protocol version 3), to be played for as long as one likes: pieces of half
/// a minute in random order, counters going on from where they were, a fresh error of the clock a second.
/// </summary>
internal sealed class Recording
{
    /// <summary>Long enough that neighbouring seconds stay neighbours, which is what compression lives
    /// on.</summary>
    private const int PieceSeconds = 30;

    /// <summary>A wake-up of the child is late by up to as much, on top of what was recorded.</summary>
    private const int JitterUsec = 300;

    private readonly List<RecordedChart> _charts = [];
    private readonly Random _random = new(1);
    private long _lastErrorUsec;

    public Recording(string path)
    {
        var byId = new Dictionary<string, RecordedChart>();
        RecordedChart? chart = null;
        foreach (string line in Encoding.UTF8.GetString(File.ReadAllBytes(path)).Split('\n'))
        {
            string[] words = line.Split('"');
            if (line.StartsWith("CHART ", StringComparison.Ordinal))
            {
                if (!byId.TryGetValue(words[1], out chart))
                {
                    chart = new RecordedChart(words[1], int.Parse(words[14].Trim().Split(' ')[1]));
                    byId.Add(chart.Id, chart);
                    _charts.Add(chart);
                }
            }
            else if (line.StartsWith("DIMENSION ", StringComparison.Ordinal))
            {
                string[] scale = words[6].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                chart!.Define(words[1], AlgorithmNames.Parse(Encoding.UTF8.GetBytes(words[5])),
                    long.Parse(scale[0]), long.Parse(scale[1]));
            }
            else if (line.StartsWith("BEGIN ", StringComparison.Ordinal))
            {
                chart = byId[words[1]];
                chart.Begin(long.TryParse(words[2], out long usec) ? usec : 0);
            }
            else if (line.StartsWith("SET ", StringComparison.Ordinal) && words[2].Length > 3)
            {
                chart!.Set(words[1], long.Parse(words[2][3..]));
            }
        }

        _charts.RemoveAll(one => one.Collections < 2 * PieceSeconds / one.UpdateEvery);
        Seconds = _charts.Max(one => one.Collections * one.UpdateEvery);
    }

    /// <summary>How long was recorded.</summary>
    public int Seconds { get; }

    public int Dimensions => _charts.Sum(chart => chart.Dimensions);

    public void DefineAt(Host host) => _charts.ForEach(chart => chart.DefineAt(host));

    /// <summary>One second. Returns how many values were set.</summary>
    public long Play(long second, long startUsec)
    {
        if (second % PieceSeconds == 0)
        {
            _charts.ForEach(chart => chart.Jump(0));
            double at = _random.NextDouble();
            _charts.ForEach(chart => chart.Jump(at));
        }

        long errorUsec = _random.Next(JitterUsec);
        long changeUsec = errorUsec - _lastErrorUsec;
        _lastErrorUsec = errorUsec;
        long sum = 0;
        foreach (RecordedChart chart in _charts)
        {
            sum += second % chart.UpdateEvery == 0
                ? chart.Play(changeUsec, startUsec + (second * 1_000_000) + errorUsec)
                : 0;
        }

        return sum;
    }
}
