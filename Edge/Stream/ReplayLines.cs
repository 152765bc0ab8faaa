using System.Text;
using Edge.Net;
using Edge.Protocol;
using Edge.Store;
using Edge.Sys;
using Edge.Text;

namespace Edge.Stream;

/// <summary>
/// The parent's half of replication (spec stream-caps 8.5, 8.6): asks a child for what is missing of each
/// chart it defines, and stores the answer. Belongs to one receiver, host's gate held.
/// </summary>
internal sealed class ReplayLines(Host host, ReplayTerms terms)
{
    private readonly Throttle _errors = new(minSeconds: 60);
    private readonly HashSet<Chart> _running = [];
    private readonly List<SettlingChart> _settling = [];
    private Chart? _chart;

    /// <summary>The row that RSET writes; 0: none, RSET is ignored.</summary>
    private long _rowSec;

    /// <summary>Rows since outlets were told.</summary>
    private int _untold;

    /// <summary>The row that came is known already, which deserves no word.</summary>
    private bool _isKnown;

    /// <summary>Requests that wait for the end of the read.</summary>
    public ByteWriter Commands { get; } = new(256);

    /// <summary>The chart that the last line made current; null: none did.</summary>
    public Chart? Opened { get; private set; }

    /// <summary>Charts wait to be asked for, see <see cref="AskSettled"/>. Read without the gate.</summary>
    public bool IsSettling => _settling.Count > 0;

    /// <summary>Rows taken over so far.</summary>
    public long Rows { get; private set; }

    /// <param name="keyword">One of replication's.</param>
    /// <param name="line">The whole.</param>
    /// <param name="words">Of the line.</param>
    /// <param name="current">The receiver's chart.</param>
    /// <param name="nowUsec">Wall clock.</param>
    /// <returns>Null: taken or ignored; else why the connection has to end.</returns>
    public string? Line(Keyword keyword, ReadOnlySpan<byte> line, ReadOnlySpan<Word> words, Chart? current,
        long nowUsec)
    {
        Opened = null;
        return keyword switch
        {
            Keyword.ReplaySet => Set(line, words, nowUsec),
            Keyword.ReplayBegin => Begin(line, words, nowUsec),
            Keyword.ReplayDimensionState => DimensionState(line, words),
            Keyword.ReplayChartState => ChartState(line, words),
            Keyword.ReplayEnd => End(line, words, nowUsec),
            _ => DefinitionEnd(line, words, current, nowUsec),
        };
    }

    /// <summary>Charts were removed from the host.</summary>
    public void LayoutChanged()
    {
        _chart = null;
        _rowSec = 0;
        _running.RemoveWhere(chart => host.Find(chart.Id) != chart);
        _settling.RemoveAll(settling => !_running.Contains(settling.Chart));
    }

    /// <summary>The connection is over; what has not come does not come. Gate held.</summary>
    public void Close()
    {
        if (_chart != null && host.Find(_chart.Id) == _chart
            && _rowSec != 0 && _chart.Series.LastEntrySec == _rowSec)
        {
            ReplayRows.Withdraw(_chart.Series);
            Rows--;
        }

        _rowSec = 0;
        foreach (Chart chart in _running)
        {
            // A newer connection may have begun.
            chart.FilledBy = chart.FilledBy == this ? null : chart.FilledBy;
        }

        _running.Clear();
        _settling.Clear();
    }

    /// <summary>One send for all requests of a read. False: there is no room, and a child that is not asked
    /// stays silent for ever, so the connection has to end.</summary>
    public bool TrySend(IConnection connection)
    {
        connection.OutboxMax = Math.Max(connection.OutboxMax, Limits.ReplayCommandBytesMax);
        bool sent = connection.TrySend(Commands.Written);
        if (!sent)
        {
            Log.Error(host.Tag, $"REPLAY ERROR: 'host:{host.Info.Hostname}/chart:{_chart?.Id ?? "?"}' failed "
                + $"to send replication request to child (error {connection.OutboxBytes})");
        }

        Commands.Clear();
        return sent;
    }

    // CHART_DEFINITION_END first last now -------------------------------------------------------------------

    private string? DefinitionEnd(
        ReadOnlySpan<byte> line, ReadOnlySpan<Word> words, Chart? current, long nowUsec)
    {
        if (current == null)
        {
            return Unset("CHART_DEFINITION_END", "CHART");
        }

        long first = Number(line, words, 1);
        long last = Number(line, words, 2);
        if ((first == 0) != (last == 0))
        {
            Log.Error(host.Tag, $"PLUGINSD REPLAY ERROR: 'host:{host.Info.Hostname}/chart:{current.Id}' got "
                + $"a CHART_DEFINITION_END with malformed timings (first time {first}, last time {last}, "
                + $"world time {Number(line, words, 3)}).");
        }

        if (_running.Add(current))
        {
            current.FilledBy = this;
            var child = new ReplaySpan(first, last);
            if (first == 0 || terms.SettleUsec == 0)
            {
                // What a child keeps no rows of would be lost while it waits.
                Ask(current, in child, previousBefore: 0, nowUsec);
                return null;
            }

            // What is kept on disk is shown all the same.
            current.Series.EnsureRing();
            _settling.Add(new SettlingChart(current, child, nowUsec));
        }

        return null;
    }

    /// <summary>Once a second: asks for the charts that have settled, see
    /// <see cref="ReplayTerms.SettleUsec"/>. Gate held.</summary>
    public void AskSettled(long nowUsec)
    {
        int asked = 0;
        while (asked < _settling.Count && _settling[asked].HasSettled(nowUsec, terms.SettleUsec))
        {
            SettlingChart settling = _settling[asked++];
            Ask(settling.Chart, settling.Child, previousBefore: 0, nowUsec);
        }

        _settling.RemoveRange(0, asked);
    }

    private void Ask(Chart chart, in ReplaySpan child, long previousBefore, long nowUsec)
    {
        // What is kept on disk need not be asked for.
        chart.Series.EnsureRing();
        ref ChartClock clock = ref chart.Series.Clock;
        bool keeps = (clock.Flags & SeriesFlags.PassOnly) == 0 && chart.Dimensions.Count > 0;
        long keptSec = -1;
        foreach (IOutlet outlet in host.Outlets)
        {
            keptSec = Math.Max(keptSec, outlet.KeptSec(chart));
        }

        long last = Math.Max(clock.Counter == 0 ? 0 : clock.LastUpdatedSec, keptSec);
        long room = keptSec >= 0 ? Limits.ReplayArchiveSeconds : (long)clock.Entries * clock.UpdateEvery;
        var own = new ReplaySpan(0, last, keeps ? room : 0);
        var request = ReplayRequest.Next(
            terms, in child, in own, previousBefore, nowUsec / Clock.UsecPerSecond);
        Commands.Add("REPLAY_CHART "u8).AddQuoted(chart.Id);
        Commands.Add(request.Starts ? " \"true\" "u8 : " \"false\" "u8);
        Commands.Add(request.After).Add((byte)' ').Add(request.Before).Add((byte)'\n');
    }

    // RBEGIN id / RBEGIN '' start end now -------------------------------------------------------------------

    private string? Begin(ReadOnlySpan<byte> line, ReadOnlySpan<Word> words, long nowUsec)
    {
        _rowSec = 0;
        _isKnown = false;
        ReadOnlySpan<byte> id = Of(line, words, 1);
        if (!id.IsEmpty)
        {
            _untold = 0;
            _chart = host.Find(id);
            Opened = _chart;
        }

        if (_chart == null)
        {
            return id.IsEmpty
                ? $"PLUGINSD: 'host:{host.Info.Hostname}' got a RBEGIN without a chart id."
                : $"PLUGINSD: 'host:{host.Info.Hostname}/chart:{Text(id)}' got a RBEGIN but chart does not "
                    + "exist.";
        }

        if (words.Length >= 4)
        {
            BeginRow(_chart, Number(line, words, 2), Number(line, words, 3), Number(line, words, 4), nowUsec);
        }

        return null;
    }

    /// <summary>
    /// An interval that differs from the chart's is put where it ends: rows of another width would move all
    /// the others in time.
    /// </summary>
    private void BeginRow(Chart chart, long start, long end, long childSec, long nowUsec)
    {
        bool hasChild = childSec > 0;
        long now = hasChild ? childSec : nowUsec / Clock.UsecPerSecond;
        int tolerance = chart.UpdateEvery + (hasChild ? 1 : 5);
        if (start <= 0 || end <= 0 || start >= end || end - tolerance >= now)
        {
            string clock = hasChild ? "child wall clock" : "parent wall clock";
            SayOnce($"PLUGINSD REPLAY ERROR: 'host:{host.Info.Hostname}/chart:{chart.Id}' got a RBEGIN "
                + $"from {start} to {end}, but timestamps are invalid (now is {now} [{clock}], "
                + $"tolerance {tolerance}). Ignoring RSET", nowUsec);
            return;
        }

        if (_untold >= Math.Min(Limits.ReplayRowsUntold, chart.Series.Clock.Entries / 2))
        {
            Tell(chart);
        }

        if (ReplayRows.TryAdd(chart.Series, end))
        {
            _untold++;
            _rowSec = chart.Series.LastEntrySec;
            Rows++;
            return;
        }

        _isKnown = true;
    }

    // RSET dimension value flags ----------------------------------------------------------------------------

    private string? Set(ReadOnlySpan<byte> line, ReadOnlySpan<Word> words, long nowUsec)
    {
        if (Refuse("RSET", line, words, out Dimension? dimension) is { } refusal)
        {
            return refusal;
        }

        Series series = _chart!.Series;
        if (_rowSec == 0 || series.LastEntrySec != _rowSec)
        {
            if (!_isKnown)
            {
                SayOnce($"PLUGINSD REPLAY ERROR: 'host:{host.Info.Hostname}/chart:{_chart.Id}' got a RSET "
                    + "without a usable RBEGIN. Ignoring it.", nowUsec);
            }

            return null;
        }

        uint flags = StoredNumber.Exists;
        foreach (byte flag in Of(line, words, 3))
        {
            switch (flag)
            {
                case (byte)'R':
                    flags = flags == StoredNumber.Empty ? flags : StoredNumber.ExistsReset;
                    break;
                case (byte)'E':
                    flags = StoredNumber.Empty;
                    break;
                default:
                    SayOnce($"unknown flag '{(char)flag}'", nowUsec);
                    break;
            }
        }

        ReadOnlySpan<byte> text = Of(line, words, 2);
        double value = CNumber.ParseDouble(text, out int used);
        bool has = flags != StoredNumber.Empty && used > 0 && double.IsFinite(value);
        ReplayRows.Newest(series)[dimension!.Index] =
            has ? StoredNumber.Pack(value, flags) : StoredNumber.Empty;
        return null;
    }

    // RDSTATE dimension collected-usec collected calculated stored ------------------------------------------

    private string? DimensionState(ReadOnlySpan<byte> line, ReadOnlySpan<Word> words)
    {
        if (Refuse("RDSTATE", line, words, out Dimension? dimension) is { } refusal)
        {
            return refusal;
        }

        var state = new ReplayState(Number(line, words, 3),
            CNumber.ParseDouble(Of(line, words, 4), out _), CNumber.ParseDouble(Of(line, words, 5), out _));
        ReplayRows.Take(_chart!.Series, dimension!.Index, Number(line, words, 2), in state);
        return null;
    }

    // RSSTATE collected-usec updated-usec -------------------------------------------------------------------

    private string? ChartState(ReadOnlySpan<byte> line, ReadOnlySpan<Word> words)
    {
        if (_chart == null)
        {
            return Unset("RSSTATE", "RBEGIN");
        }

        _rowSec = 0;
        ReplayRows.Take(_chart.Series, Number(line, words, 1),
            Number(line, words, 2) / Clock.UsecPerSecond);
        return null;
    }

    // REND update-every first last true|false after before now ----------------------------------------------

    private string? End(ReadOnlySpan<byte> line, ReadOnlySpan<Word> words, long nowUsec)
    {
        if (_chart == null)
        {
            return Unset("REND", "RBEGIN");
        }

        if (words.Length < 7)
        {
            return "REPLAY: malformed REND command";
        }

        Chart chart = _chart;
        Tell(chart);
        _chart = null;
        _rowSec = 0;
        if (Of(line, words, 4).SequenceEqual("true"u8))
        {
            _running.Remove(chart);
            chart.FilledBy = null;
            ReplayRows.Finish(chart.Series);

            // A next parent that was told of the chart while this went on has its clock of before: it is told
            // anew, and asks for the rows that came since. There may be no collection any more to do so with.
            chart.Touch();
            if (chart.HasRows)
            {
                foreach (IOutlet outlet in host.Outlets)
                {
                    outlet.Filled(chart);
                }
            }

            return null;
        }

        var child = new ReplaySpan(Number(line, words, 2), Number(line, words, 3));
        _running.Add(chart);
        chart.FilledBy = this;
        Ask(chart, in child, Number(line, words, 6), nowUsec);
        return null;
    }

    /// <summary>A ring may be shorter than the past: who keeps more takes the rows before they are
    /// gone.</summary>
    private void Tell(Chart chart)
    {
        if (_untold > 0)
        {
            _untold = 0;
            foreach (IOutlet outlet in host.Outlets)
            {
                outlet.Replayed(chart);
            }
        }
    }

    /// <summary>A peer that errs does so in each of its lines.</summary>
    private void SayOnce(string text, long nowUsec)
    {
        if (_errors.Allows(nowUsec, out long suppressed))
        {
            Log.Error(host.Tag, text + Throttle.Note(suppressed));
        }
    }

    // Words -------------------------------------------------------------------------------------------------

    private string? Refuse(
        string keyword, ReadOnlySpan<byte> line, ReadOnlySpan<Word> words, out Dimension? dimension)
    {
        dimension = null;
        if (_chart == null)
        {
            return Unset(keyword, "RBEGIN");
        }

        ReadOnlySpan<byte> id = Of(line, words, 1);
        dimension = id.IsEmpty ? null : _chart.Find(id);
        return dimension != null ? null
            : $"PLUGINSD: 'host:{host.Info.Hostname}/chart:{_chart.Id}" + (id.IsEmpty
                ? $"' got a {keyword}, without a dimension."
                : $"/dim:{Text(id)}' got a {keyword} but dimension does not exist.");
    }

    private static string Unset(string keyword, string by) =>
        $"PLUGINSD: command {keyword} requires a chart defined via command {by}, but is not set.";

    private static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> line, ReadOnlySpan<Word> words, int index) =>
        index < words.Length ? words[index].Of(line) : [];

    private static long Number(ReadOnlySpan<byte> line, ReadOnlySpan<Word> words, int index) =>
        CNumber.Parse(Of(line, words, index));

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
