using System.Text;
using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Protocol;

/// <summary>
/// The word path: the only definition of the grammar in which streams and external plugins tell of charts
/// (spec streaming 12.4, 13; spec plugins.d 6). A line that must end its sender returns the text to log. The
/// host's gate is held.
/// </summary>
/// <param name="host">Whose charts come.</param>
/// <param name="agreed">With the sender.</param>
/// <param name="pluginDefault">For charts that name no plugin.</param>
internal abstract class ChartLines(Host host, Capabilities agreed, string pluginDefault)
{
    private readonly Word[] _words = new Word[Limits.WordsPerLine];
    private readonly List<Label> _labels = [];
    private readonly ChartLabels _chartLabels = new(host);
    private readonly Throttle _oddVariables = new(minSeconds: 60);
    private readonly Throttle _oddLabels = new(minSeconds: 60);

    /// <summary>The chart that SET, DIMENSION and END mean.</summary>
    public Chart? Current { get; protected set; }

    protected Host Host => host;

    /// <summary>Of log lines.</summary>
    protected virtual string Tag => host.Tag;

    /// <summary>Seconds, of charts that do not say; 0: the host's.</summary>
    protected virtual int UpdateEvery => 0;

    /// <summary>Words of the line that is being read.</summary>
    protected int Count { get; private set; }

    protected ReadOnlySpan<Word> Split => _words.AsSpan(0, Count);

    /// <summary>Charts were removed from the host: the one that was current may be among them.</summary>
    public void ForgetRemoved()
    {
        if (Current != null && host.Find(Current.Id) != Current)
        {
            Current = null;
        }
    }

    /// <summary>Takes one line without its end.</summary>
    /// <returns>Null: taken or ignored; else why the connection has to end.</returns>
    public string? Line(ReadOnlySpan<byte> line, long nowUsec, out Keyword keyword)
    {
        keyword = Keyword.Unknown;
        if (line.Contains((byte)0))
        {
            return null;
        }

        Count = Words.Split(line, _words);
        if (Count == 0)
        {
            return null;
        }

        keyword = Keywords.Parse(Word(line, 0));
        return keyword switch
        {
            Keyword.Set => Set(line, nowUsec),
            Keyword.Begin => Begin(line),
            Keyword.End => End(nowUsec),
            Keyword.Dimension => Dimension(line),
            Keyword.Chart => DefineChart(line),
            Keyword.Variable => Variable(line, nowUsec),
            Keyword.Label => Label(line, nowUsec),
            Keyword.Overwrite => Overwrite(),
            Keyword.ChartLabel when KnowsChartLabels => ChartLabel(line),
            Keyword.ChartLabelCommit when KnowsChartLabels => _chartLabels.Commit(Current),
            Keyword.Flush => Flush(),
            _ => Other(keyword, line, nowUsec),
        };
    }

    // BEGIN id [usec] ---------------------------------------------------------------------------------------

    private string? Begin(ReadOnlySpan<byte> line)
    {
        if (Word(line, 1).IsEmpty)
        {
            return $"requested a BEGIN without a chart id for host '{Hostname}'. Disabling it.";
        }

        if (host.Find(Word(line, 1)) is not { } chart)
        {
            return $"requested a BEGIN on chart '{Text(line, 1)}', which does not exist on host "
                + $"'{Hostname}'. Disabling it.";
        }

        Current = chart;
        chart.Begin(CNumber.ParseDigits(Word(line, 2)));
        return null;
    }

    // SET dimension value -----------------------------------------------------------------------------------

    private string? Set(ReadOnlySpan<byte> line, long nowUsec)
    {
        if (Word(line, 1).IsEmpty)
        {
            return $"requested a SET on chart '{Current?.Id ?? "UNSET"}' of host '{Hostname}', without a "
                + "dimension. Disabling it.";
        }

        if (Current == null)
        {
            string value = Word(line, 2).IsEmpty ? "<nothing>" : Text(line, 2);
            return $"requested a SET on dimension {Text(line, 1)} with value {value} on host '{Hostname}', "
                + "without a BEGIN. Disabling it.";
        }

        if (Current.Find(Word(line, 1)) is not { } dimension)
        {
            return $"requested a SET to dimension with id '{Text(line, 1)}' on stats '{Current.Name}' "
                + $"({Current.Id}) on host '{Hostname}', which does not exist. Disabling it.";
        }

        if (!Word(line, 2).IsEmpty)
        {
            Current.Set(dimension, CNumber.Parse(Word(line, 2)), nowUsec);
        }

        return null;
    }

    private string? End(long nowUsec)
    {
        if (Current == null)
        {
            return $"requested an END, without a BEGIN on host '{Hostname}'. Disabling it.";
        }

        Chart chart = Current;
        Current = null;
        chart.Commit(nowUsec);
        return null;
    }

    /// <summary>What was SET stays for the chart's next END.</summary>
    private string? Flush()
    {
        Current = null;
        return null;
    }

    // CHART type.id name title units family context charttype priority update_every options plugin module ---

    private string? DefineChart(ReadOnlySpan<byte> line)
    {
        string id = Text(line, 1);
        int dot = id.IndexOf('.');
        if (dot <= 0 || dot == id.Length - 1)
        {
            return $"requested a CHART, without a type.id, on host '{Hostname}'. Disabling it.";
        }

        string options = Text(line, 10);
        Chart? known = host.Find(Word(line, 1));
        Chart? chart = host.Define(new ChartDefinition
        {
            Type = id[..dot],
            Id = id[(dot + 1)..],
            Name = TextOrNull(line, 2),
            Title = Text(line, 3),
            Units = TextOrNull(line, 4) ?? "unknown",
            Family = TextOrNull(line, 5),
            Context = TextOrNull(line, 6),
            Style = Style(Word(line, 7)),
            Priority = Word(line, 8).IsEmpty ? 1000 : Number(line, 8),
            UpdateEvery = Number(line, 9) is not 0 and var seconds ? seconds : UpdateEvery,
            Flags = Flags(options, known),
            Plugin = SharedOrNull(line, 11) ?? pluginDefault,
            Module = SharedOrNull(line, 12),
        });
        if (chart == null)
        {
            return $"host '{Hostname}' has more than {Store.Limits.ChartsPerHost} charts. Disabling it.";
        }

        Redefined(chart);
        Current = chart;
        return null;
    }

    /// <summary>
    /// No options word clears all but hidden, which it leaves as it was (spec streaming 13.1).
    /// </summary>
    private ChartFlags Flags(string options, Chart? known)
    {
        if (options.Length == 0)
        {
            return known == null ? ChartFlags.None : known.Flags & ChartFlags.Hidden;
        }

        return (Says(options, "obsolete") ? ChartFlags.Obsolete : 0)
            | (Says(options, "detail") ? ChartFlags.Detail : 0)
            | (Says(options, "hidden") ? ChartFlags.Hidden : 0)
            | (Says(options, "store_first") ? ChartFlags.StoreFirst : 0);
    }

    /// <summary>The reference looks for the word anywhere in the options.</summary>
    private static bool Says(string options, string word) => options.Contains(word, StringComparison.Ordinal);

    private static ChartStyle Style(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("area"u8) ? ChartStyle.Area
        : word.SequenceEqual("stacked"u8) ? ChartStyle.Stacked
        : ChartStyle.Line;

    // DIMENSION id name algorithm multiplier divisor options ------------------------------------------------

    private string? Dimension(ReadOnlySpan<byte> line)
    {
        if (Word(line, 1).IsEmpty)
        {
            return $"requested a DIMENSION, without an id, host '{Hostname}' and chart "
                + $"'{Current?.Id ?? "UNSET"}'. Disabling it.";
        }

        if (Current == null)
        {
            return $"requested a DIMENSION, without a CHART, on host '{Hostname}'. Disabling it.";
        }

        string options = Text(line, 6);
        bool keepsResets = Says(options, "noreset") || Says(options, "nooverflow");
        DimensionFlags flags = (Says(options, "obsolete") ? DimensionFlags.Obsolete : 0)
            | (Says(options, "hidden") ? DimensionFlags.Hidden : 0)
            | (keepsResets ? DimensionFlags.NoResetDetection : 0);
        Dimension? dimension = Current.Define(Text(line, 1), TextOrNull(line, 2),
            AlgorithmNames.Parse(Word(line, 3)), Factor(line, 4), Factor(line, 5), flags);
        Redefined(Current);
        return dimension != null ? null
            : host.Dimensions.IsFull
            ? $"host '{Hostname}' has more than {host.Dimensions.Max} dimensions. Disabling it."
            : $"chart '{Current.Id}' of host '{Hostname}' has more than "
                + $"{Store.Limits.DimensionsPerChart} dimensions. Disabling it.";
    }

    private long Factor(ReadOnlySpan<byte> line, int index) =>
        Word(line, index).IsEmpty ? 1 : CNumber.Parse(Word(line, index));

    // VARIABLE [HOST|GLOBAL|CHART|LOCAL] name value ---------------------------------------------------------

    private string? Variable(ReadOnlySpan<byte> line, long nowUsec)
    {
        int at = 1;
        bool? isHost = Word(line, 1) switch
        {
            var word when word.SequenceEqual("HOST"u8) || word.SequenceEqual("GLOBAL"u8) => true,
            var word when word.SequenceEqual("CHART"u8) || word.SequenceEqual("LOCAL"u8) => false,
            _ => null,
        };
        at += isHost == null ? 0 : 1;
        bool global = isHost ?? Current == null;
        if (Word(line, at).IsEmpty)
        {
            return $"requested a VARIABLE on host '{Hostname}', without a variable name. Disabling it.";
        }

        string name = Text(line, at);
        string scope = global ? "HOST" : "CHART";
        ReadOnlySpan<byte> text = Word(line, at + 1);
        if (text.IsEmpty)
        {
            if (_oddVariables.Allows(nowUsec, out long suppressed))
            {
                Log.Error(Tag, $"cannot set {scope} VARIABLE '{name}' on host '{Hostname}' to an empty "
                    + "value" + Throttle.Note(suppressed));
            }

            return null;
        }

        double value = CNumber.ParseDouble(text, out int used);
        if (used < text.Length && _oddVariables.Allows(nowUsec, out long before))
        {
            string begin = $"the value '{Text(line, at + 1)}' of VARIABLE '{name}' on host '{Hostname}' ";
            Log.Error(Tag, begin + (used == 0
                ? "cannot be parsed as a number"
                : $"has leftovers: '{Encoding.UTF8.GetString(text[used..])}'") + Throttle.Note(before));
        }

        if (global)
        {
            host.SetVariable(name, value);
        }
        else if (Current != null)
        {
            Current.SetVariable(name, value);
        }
        else if (_oddVariables.Allows(nowUsec, out long suppressed))
        {
            Log.Error(Tag, $"cannot find/create CHART VARIABLE '{name}' on host '{Hostname}' without a "
                + "chart" + Throttle.Note(suppressed));
        }

        return null;
    }

    // LABEL key source value... and OVERWRITE labels --------------------------------------------------------

    private string? Label(ReadOnlySpan<byte> line, long nowUsec)
    {
        if (Count < 4)
        {
            if (_oddLabels.Allows(nowUsec, out long suppressed))
            {
                Log.Error(Tag,
                    "Ignoring malformed or empty LABEL command." + Throttle.Note(suppressed));
            }

            return null;
        }

        if (_labels.Count >= Store.Limits.LabelsPerHost)
        {
            return null;
        }

        var value = new StringBuilder(Text(line, 3));
        for (int i = 4; i < Count; i++)
        {
            value.Append(' ').Append(Text(line, i));
        }

        _labels.Add(new Label(Text(line, 1), value.ToString(), Number(line, 2), KnowsChartLabels));
        return null;
    }

    // CLABEL name value source ------------------------------------------------------------------------------

    private string? ChartLabel(ReadOnlySpan<byte> line) => _chartLabels.Add(Current, Count < 4
        ? null
        : new Label(Text(line, 1), Text(line, 2), Number(line, 3), IsMask: true));

    /// <summary>Peers from 1.32 on, which write sources of labels as masks.</summary>
    private bool KnowsChartLabels => (agreed & Capabilities.ChartLabels) != 0;

    private string? Overwrite()
    {
        host.SetLabels(_labels.ToArray());
        _labels.Clear();
        return null;
    }

    // What only one of the senders says ---------------------------------------------------------------------

    /// <summary>A chart or one of its dimensions is new or other than before.</summary>
    protected abstract void Redefined(Chart chart);

    /// <summary>All that is not here; null: taken or ignored.</summary>
    protected abstract string? Other(Keyword keyword, ReadOnlySpan<byte> line, long nowUsec);

    protected string Hostname => host.Info.Hostname;

    // Words -------------------------------------------------------------------------------------------------

    protected ReadOnlySpan<byte> Word(ReadOnlySpan<byte> line, int index) =>
        index < Count ? _words[index].Of(line) : [];

    protected string Text(ReadOnlySpan<byte> line, int index) => Encoding.UTF8.GetString(Word(line, index));

    private string? TextOrNull(ReadOnlySpan<byte> line, int index) =>
        Word(line, index).IsEmpty ? null : Text(line, index);

    /// <summary>
    /// For words that many charts have, and not for those that differ with each connection.
    /// </summary>
    private string? SharedOrNull(ReadOnlySpan<byte> line, int index) =>
        Word(line, index).IsEmpty ? null : StringPool.Share(Word(line, index));

    private int Number(ReadOnlySpan<byte> line, int index) =>
        (int)Math.Clamp(CNumber.Parse(Word(line, index)), int.MinValue, int.MaxValue);
}
