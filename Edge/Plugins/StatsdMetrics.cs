using System.Buffers.Text;
using System.Text;
using Edge.Sys;
using Edge.Text;

namespace Edge.Plugins;

/// <summary>
/// All metrics, and what a line does to them (spec collectors 12.2). Whoever calls holds <see cref="Gate"/>:
/// the wire thread for a read, the flush while it takes what came. A line of a metric that is known allocates
/// nothing.
/// </summary>
internal sealed class StatsdMetrics : IDisposable
{
    private const string Tag = "STATSD_COLLECTOR[1]";
    private readonly Dictionary<string, StatsdMetric>[] _byKind = new Dictionary<string, StatsdMetric>[6];
    private readonly List<StatsdMetric> _all = [];
    private readonly Throttle _badLog = new(60);
    private readonly Throttle _fullLog = new(60);
    private int _samples;
    private int _values;

    public StatsdMetrics()
    {
        for (int i = 0; i < _byKind.Length; i++)
        {
            _byKind[i] = new Dictionary<string, StatsdMetric>(Utf8Comparer.Instance);
        }
    }

    public Gate Gate { get; } = new();

    public StatsdTally Tally { get; } = new();

    /// <summary>In order of their first line.</summary>
    public IReadOnlyList<StatsdMetric> All => _all;

    public int CountOf(StatsdKind kind) => _byKind[(int)kind].Count;

    /// <summary>All whole lines of a text; its end is the end of the last one.</summary>
    /// <param name="text">As it was sent.</param>
    /// <param name="nowUsec">Wall clock, for the log.</param>
    public void Lines(ReadOnlySpan<byte> text, long nowUsec)
    {
        while (StatsdLine.Next(ref text, out StatsdLine line))
        {
            if (StatsdKinds.Of(line.Type) is not { } kind)
            {
                Tally.Unknown++;
                if (_badLog.Allows(nowUsec, out long suppressed))
                {
                    Complain(suppressed, $"metric '{Show(line.Name)}' with value '{Show(line.Value)}' is "
                        + $"sent with unknown metric type '{Show(line.Type)}'");
                }
            }
            else if (FindOrAdd(kind, line.Name, nowUsec) is { } metric)
            {
                Tally.Events[(int)kind]++;
                if (!metric.IsIgnored)
                {
                    Apply(metric, line, nowUsec);
                }
            }
        }
    }

    /// <summary>Before a flush takes what came: the room is there again.</summary>
    public void Flushed() => (_samples, _values) = (0, 0);

    public void Dispose()
    {
        foreach (StatsdMetric metric in _all)
        {
            metric.Dispose();
        }
    }

    private void Apply(StatsdMetric metric, in StatsdLine line, long nowUsec)
    {
        if (line.Value.SequenceEqual("zinit"u8))
        {
            metric.Touch();
            return;
        }

        if (line.Value.IsEmpty && metric.Kind is not (StatsdKind.Counter or StatsdKind.Meter))
        {
            if (_badLog.Allows(nowUsec, out long suppressed))
            {
                Complain(suppressed, $"metric '{Show(line.Name)}' of type {StatsdKinds.Word(metric.Kind)}, "
                    + "with empty value is ignored.");
            }

            return;
        }

        switch (metric.Kind)
        {
            case StatsdKind.Gauge:
                ApplyGauge(metric, line, nowUsec);
                break;
            case StatsdKind.Counter or StatsdKind.Meter:
                long count = line.Value.IsEmpty ? 1 : Integer(line.Value, nowUsec);
                double rate = Rate(line, StatsdLimits.CounterRateMin, nowUsec);
                metric.Count(rate == 1 ? count : (long)Math.Round(count / rate));
                break;
            case StatsdKind.Set:
                ApplySet(metric, line, nowUsec);
                break;
            default:
                ApplySample(metric, line, nowUsec);
                break;
        }
    }

    private void ApplyGauge(StatsdMetric metric, in StatsdLine line, long nowUsec)
    {
        double value = Decimal(line.Value, nowUsec);
        if (line.Value[0] is (byte)'+' or (byte)'-')
        {
            metric.AddToGauge(value / Rate(line, StatsdLimits.CounterRateMin, nowUsec));
        }
        else
        {
            metric.SetGauge(value);
        }
    }

    private void ApplySample(StatsdMetric metric, in StatsdLine line, long nowUsec)
    {
        int times = (int)Math.Round(1 / Rate(line, StatsdLimits.SampleRateMin, nowUsec));
        if (_samples + times > StatsdLimits.Samples)
        {
            Refuse(nowUsec, "too many samples of timers and histograms came since the last flush; more are "
                + "not taken until the next one");
            return;
        }

        _samples += times;
        metric.Sample(Decimal(line.Value, nowUsec), times);
    }

    private void ApplySet(StatsdMetric metric, in StatsdLine line, long nowUsec)
    {
        if (_values >= StatsdLimits.Values)
        {
            Refuse(nowUsec, "too many distinct values of sets came since the last flush; more are not taken "
                + "until the next one");
            return;
        }

        _values += metric.Value(line.Value) ? 1 : 0;
    }

    private StatsdMetric? FindOrAdd(StatsdKind kind, ReadOnlySpan<byte> name, long nowUsec)
    {
        name = name.Length <= StatsdLimits.NameBytes ? name : name[..StatsdLimits.NameBytes];
        Dictionary<string, StatsdMetric> metrics = _byKind[(int)kind];
        if (metrics.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out StatsdMetric? metric))
        {
            return metric;
        }

        if (_all.Count >= StatsdLimits.Metrics)
        {
            Refuse(nowUsec, "there are as many metrics as there may be; others are not taken");
            return null;
        }

        string text = Utf8Comparer.Instance.Create(name);
        metric = new StatsdMetric(kind, text);
        metrics.Add(text, metric);
        _all.Add(metric);
        return metric;
    }

    private double Rate(in StatsdLine line, double min, long nowUsec) =>
        line.Rate.IsEmpty ? 1 : Math.Clamp(Decimal(line.Rate, nowUsec), min, 1);

    /// <summary>The leading decimal; what follows is told. Neither infinite nor "not a number".</summary>
    private double Decimal(ReadOnlySpan<byte> text, long nowUsec)
    {
        double value = CNumber.ParseDouble(text, out int used);
        bool isOne = double.IsFinite(value);
        Excess(text, isOne ? used : 0, nowUsec);
        return isOne ? value : 0;
    }

    /// <summary>Leading digits with a sign.</summary>
    private long Integer(ReadOnlySpan<byte> text, long nowUsec)
    {
        int sign = text[0] == '+' ? 1 : 0;
        if (!Utf8Parser.TryParse(text[sign..], out long value, out int used))
        {
            // None, or one beyond 64 bits: then the nearest there is.
            double near = CNumber.ParseDouble(text[sign..], out used);
            value = double.IsFinite(near) ? (long)near : 0;
        }

        Excess(text, used == 0 ? 0 : sign + used, nowUsec);
        return value;
    }

    private void Excess(ReadOnlySpan<byte> text, int used, long nowUsec)
    {
        if (used < text.Length && _badLog.Allows(nowUsec, out long suppressed))
        {
            Complain(suppressed, $"excess data '{Show(text[used..])}' after value '{Show(text)}'");
        }
    }

    private void Refuse(long nowUsec, string why)
    {
        Tally.Refused++;
        if (_fullLog.Allows(nowUsec, out long suppressed))
        {
            Log.Error(Tag, $"STATSD: {why}.{Throttle.Note(suppressed)}");
        }
    }

    private static void Complain(long suppressed, string what) =>
        Log.Error(Tag, $"STATSD: {what}{Throttle.Note(suppressed)}");

    /// <summary>For people, who need no more of it.</summary>
    private static string Show(ReadOnlySpan<byte> text)
    {
        const int shownBytes = 100;
        return Encoding.Latin1.GetString(text.Length <= shownBytes ? text : text[..shownBytes]);
    }
}
