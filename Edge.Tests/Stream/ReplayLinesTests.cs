using System.Text;
using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

[Collection(StreamLogCollection.Name)]
public sealed class ReplayLinesTests : IDisposable
{
    private const long Now = ReplayRig.StartUsec / 1_000_000;
    private const string Definition =
        "CHART \"t.c\" \"\" \"T\" \"u\" \"f\" \"c\" \"line\" 1 1 \"   \" \"p\" \"m\"\n"
        + "DIMENSION \"a\" \"a\" \"absolute\" 1 1 \"  \"\nDIMENSION \"b\" \"b\" \"incremental\" 1 1 \"  \"\n";

    private readonly ReplayRig _rig = new();
    private readonly ReplayReceiver _receiver;

    public ReplayLinesTests() => _receiver = new ReplayReceiver(_rig.Parent);

    private Series Series => _rig.Parent.Find("t.c")!.Series;

    public void Dispose()
    {
        _receiver.Dispose();
        _rig.Dispose();
    }

    private static string Row(long sec, string a, string b) =>
        $"RBEGIN '' {sec - 1} {sec} {Now}\nRSET \"a\" {a}\nRSET \"b\" {b}\n";

    [Fact]
    public void A_captured_answer_gives_its_rows_and_its_state()
    {
        _receiver.Feed(Definition + $"CHART_DEFINITION_END {Now - 10} {Now} {Now}\n"
            + "RBEGIN \"t.c\"\n" + Row(Now - 2, "0.4823154 \"\"", "1.0000000 \"R\"")
            + Row(Now - 1, "NAN \"E\"", "2.5 \"\"") + Row(Now, "-3 \"\"", "7 \"E\"")
            + $"RDSTATE \"a\" {Now}560643 140 0.5366660 1.0000000\nRDSTATE \"b\" {Now}560652 14 14.0 nan\n"
            + $"RSSTATE {Now}536666 {Now}000000\nREND 1 {Now - 10} {Now} true {Now - 10} {Now} {Now}\n");

        Assert.Equal($"REPLAY_CHART \"t.c\" \"true\" {Now - 10} {Now}\n", _receiver.Connection.Sent);
        SortedDictionary<long, uint[]> rows = ReplayRig.Rows(_rig.Parent, "t.c");
        Assert.Equal([Now - 2, Now - 1, Now], rows.Keys);
        Assert.Equal(0.4823154, StoredNumber.Unpack(rows[Now - 2][0]), 7);
        Assert.True(StoredNumber.DidReset(rows[Now - 2][1]));
        Assert.False(StoredNumber.DoesExist(rows[Now - 1][0]));
        Assert.Equal(-3, StoredNumber.Unpack(rows[Now][0]));
        Assert.False(StoredNumber.DoesExist(rows[Now][1]));
        Assert.Equal(140, Series.Hot[0].Last);
        Assert.Equal(0.5366660, Series.Hot[0].Carry);
        Assert.Equal((Now * 1_000_000) + 536_666, Series.Clock.LastCollectedUsec);
        Assert.Equal(1, _receiver.Receiver.Updates);

        // The counter has moved by 100 in a second: 46.3334 of it, and what was carried, end the row.
        _receiver.Feed("BEGIN \"t.c\" 1000000\nSET \"a\" = 9\nSET \"b\" = 114\nEND\n");
        Assert.Equal(Now + 1, Series.LastEntrySec);
        Assert.Equal(14 + 46.3334, StoredNumber.Unpack(Series.Row(Series.RowAt(Now + 1))[1]), 3);
        Assert.Equal((Now * 1_000_000) + 1_536_666, Series.Clock.LastCollectedUsec);
        Assert.Equal(CloseReason.None, _receiver.Connection.Reason);
    }

    [Fact]
    public void A_chart_with_rows_is_asked_for_when_its_collection_is_certainly_over()
    {
        using var receiver = new ReplayReceiver(_rig.Parent, new ReplayTerms { SettleUsec = 100_000 });
        long now = ReplayRig.StartUsec;
        void sweep(long usec) => receiver.Receiver.Sweep(receiver.Connection, now + usec);

        receiver.Feed(Definition + $"CHART_DEFINITION_END {Now - 10} {Now} {Now}\n");
        sweep(99_999);
        Assert.Equal("", receiver.Connection.Sent);
        Assert.NotNull(_rig.Parent.Find("t.c")!.FilledBy);

        // Its place is there: what a file has of it is shown meanwhile.
        Assert.NotEqual(0, Series.Clock.Ring);
        sweep(100_000);
        sweep(1_100_000);
        Assert.Equal($"REPLAY_CHART \"t.c\" \"true\" {Now - 10} {Now}\n", receiver.Connection.TakeSent());

        // A child that keeps no rows would lose what it collects until it is asked.
        receiver.Feed(Definition.Replace("t.c", "t.d") + $"CHART_DEFINITION_END 0 0 {Now}\n");
        Assert.Equal("REPLAY_CHART \"t.d\" \"true\" 0 0\n", receiver.Connection.TakeSent());

        // Set back, the clock says nothing of how long it was.
        receiver.Feed(Definition.Replace("t.c", "t.e") + $"CHART_DEFINITION_END {Now - 10} {Now} {Now}\n");
        sweep(-5_000_000);
        Assert.StartsWith("REPLAY_CHART \"t.e\"", receiver.Connection.TakeSent());
    }

    [Fact]
    public void A_chart_that_goes_before_it_is_asked_for_is_not_asked_for()
    {
        using var receiver = new ReplayReceiver(_rig.Parent, new ReplayTerms { SettleUsec = 100_000 });
        receiver.Feed(Definition + $"CHART_DEFINITION_END {Now - 10} {Now} {Now}\n");
        _rig.Parent.Remove(_rig.Parent.Find("t.c")!);
        receiver.Receiver.Sweep(receiver.Connection, ReplayRig.StartUsec + 1_000_000);
        Assert.Equal("", receiver.Connection.Sent);
        Assert.False(_rig.Parent.Charts.Any());
    }

    [Fact]
    public void A_counter_that_the_peer_has_not_set_since_it_began_anew_begins_anew_too()
    {
        string State(long sec, string set) => $"CHART_DEFINITION_END 0 0 {sec}\nRBEGIN \"t.c\"\n"
            + $"RDSTATE \"a\" {sec}000000 1 1.0 nan\nRDSTATE \"b\" {set} 0.0 nan\n"
            + $"RSSTATE {sec}500000 {sec}000000\nREND 1 0 0 true 0 0 {sec}\n";
        _receiver.Feed(Definition + State(Now, $"{Now}000000 100")
            + "BEGIN \"t.c\" 1000000\nSET \"a\" = 2\nSET \"b\" = 110\nEND\n");
        Assert.Equal(5, StoredNumber.Unpack(Series.Row(Series.RowAt(Now + 1))[1]), 3);

        // It was away for twenty seconds, in which the counter went on.
        _receiver.Feed(Definition + State(Now + 20, "0 0"));
        _receiver.Feed("BEGIN \"t.c\" 1000000\nSET \"a\" = 3\nSET \"b\" = 310\nEND\n"
            + "BEGIN \"t.c\" 1000000\nSET \"a\" = 4\nSET \"b\" = 320\nEND\n");
        Assert.Equal(Now + 22, Series.LastEntrySec);
        Assert.Equal(3, StoredNumber.Unpack(Series.Row(Series.RowAt(Now + 21))[0]), 3);
        Assert.False(StoredNumber.DoesExist(Series.Row(Series.RowAt(Now + 21))[1]));
        Assert.Equal(5, StoredNumber.Unpack(Series.Row(Series.RowAt(Now + 22))[1]), 3);
    }

    [Fact]
    public void What_is_there_is_never_written_again()
    {
        _receiver.Feed(Definition + "RBEGIN \"t.c\"\n"
            + Row(Now - 1, "1 \"\"", "1 \"\"") + Row(Now, "2 \"\"", "2 \"\"")
            + Row(Now, "3 \"\"", "3 \"\"") + Row(Now - 1, "4 \"\"", "4 \"\"")
            + Row(Now - 5, "5 \"\"", "5 \"\"") + "REND 1 1 2 true 1 2 3\n");

        SortedDictionary<long, uint[]> rows = ReplayRig.Rows(_rig.Parent, "t.c");
        Assert.Equal([1.0, 2.0], rows.Values.Select(row => StoredNumber.Unpack(row[0])));
        Assert.Equal(CloseReason.None, _receiver.Connection.Reason);
        Assert.DoesNotContain(_rig.Log.Lines, line => line.Contains("RSET", StringComparison.Ordinal));
    }

    [Fact]
    public void Times_that_cannot_be_are_refused_and_the_stream_goes_on()
    {
        void f(string times)
        {
            _receiver.Feed($"RBEGIN \"t.c\"\nRBEGIN '' {times}\nRSET \"a\" 1 \"\"\n");
            Assert.Equal(0, Series.Rows);
            Assert.Equal(CloseReason.None, _receiver.Connection.Reason);
        }

        _receiver.Feed(Definition);
        f($"0 {Now} {Now}");
        f($"{Now - 1} 0 {Now}");
        f($"{Now} {Now} {Now}");
        f($"{Now} {Now - 1} {Now}");
        f($"{Now + 1} {Now + 2} {Now}");
        f($"{Now + 5} {Now + 6}");
        f("99999999999999999999 999999999999999999999 1");
        Assert.Contains(_rig.Log.Lines, line => line.Contains($"got a RBEGIN from 0 to {Now}, but timestamps "
            + $"are invalid (now is {Now} [child wall clock], tolerance 2). Ignoring RSET",
            StringComparison.Ordinal));
        _receiver.Feed($"RBEGIN '' {Now} {Now + 1} {Now}\n");
        Assert.Equal(1, Series.Rows);
        _receiver.Feed($"RBEGIN '' {Now + 4} {Now + 5}\n");
        Assert.Equal(Now + 5, Series.LastEntrySec);
    }

    [Fact]
    public void Damaged_lines_close_with_their_text()
    {
        void f(string lines, string text)
        {
            using var rig = new ReplayRig();
            using var receiver = new ReplayReceiver(rig.Parent);
            receiver.Feed(Definition + "FLUSH\n" + lines + "\n");
            Assert.Equal(CloseReason.Refused, receiver.Connection.Reason);
            Assert.Contains(rig.Log.Lines, line => line.Contains(text, StringComparison.Ordinal));
        }

        f("CHART_DEFINITION_END 1 2 3",
            "command CHART_DEFINITION_END requires a chart defined via command CHART, but is not set.");
        f("RBEGIN", "PLUGINSD: 'host:child' got a RBEGIN without a chart id.");
        f("RBEGIN ''", "got a RBEGIN without a chart id.");
        f("RBEGIN \"t.x\"", "PLUGINSD: 'host:child/chart:t.x' got a RBEGIN but chart does not exist.");
        f("RSET \"a\" 1 \"\"", "command RSET requires a chart defined via command RBEGIN, but is not set.");
        f("RBEGIN \"t.c\"\nRSET", "PLUGINSD: 'host:child/chart:t.c' got a RSET, without a dimension.");
        f("RBEGIN \"t.c\"\nRSET \"x\" 1 \"\"",
            "PLUGINSD: 'host:child/chart:t.c/dim:x' got a RSET but dimension does not exist.");
        f("RBEGIN \"t.c\"\nRDSTATE \"x\" 1 1 1 1", "/dim:x' got a RDSTATE but dimension does not exist.");
        f("RSSTATE 1 1", "command RSSTATE requires a chart");
        f("REND 1 1 1 true 1 1 1", "command REND requires a chart");
        f("RBEGIN \"t.c\"\nREND 1 1 1 true 1", "REPLAY: malformed REND command");
        f("RBEGIN \"t.c\"\nREND 1 1 1 true 1 1\nREND 1 1 1 true 1 1", "command REND requires a chart");
    }

    [Fact]
    public void A_definition_is_answered_once_and_each_unfinished_answer_with_the_next_request()
    {
        _receiver.Dispose();
        using var receiver = new ReplayReceiver(_rig.Parent, new ReplayTerms { StepSeconds = 100 });
        string asked()
        {
            string sent = receiver.Connection.TakeSent();
            return sent;
        }

        string end = $"CHART_DEFINITION_END {Now - 550} {Now} {Now}\n";
        receiver.Feed(Definition + end);
        Assert.Equal($"REPLAY_CHART \"t.c\" \"false\" {Now - 550} {Now - 450}\n", asked());
        receiver.Feed(Definition + end);
        Assert.Equal("", asked());
        receiver.Feed($"RBEGIN \"t.c\"\nREND 1 {Now - 550} {Now} false {Now - 550} {Now - 450} {Now}\n");
        Assert.Equal($"REPLAY_CHART \"t.c\" \"false\" {Now - 450} {Now - 350}\n", asked());
        receiver.Feed($"RBEGIN \"t.c\"\nREND 1 {Now - 550} {Now} false {Now - 450} {Now - 80} {Now}\n");
        Assert.Equal($"REPLAY_CHART \"t.c\" \"true\" {Now - 80} {Now}\n", asked());
        receiver.Feed($"RBEGIN \"t.c\"\nREND 1 {Now - 550} {Now} true {Now - 80} {Now} {Now}\n");
        Assert.Equal("", asked());
        receiver.Feed(Definition + "CHART_DEFINITION_END 0 0 1\n");
        Assert.Equal("REPLAY_CHART \"t.c\" \"true\" 0 0\n", asked());
        receiver.Feed($"RBEGIN \"t.c\"\nREND 1 0 0 true 0 0 {Now}\n" + Definition
            + $"CHART_DEFINITION_END 0 {Now} {Now}\n");
        Assert.Equal("REPLAY_CHART \"t.c\" \"true\" 0 0\n", asked());
        Assert.Contains(_rig.Log.Lines, line => line.Contains(
            $"with malformed timings (first time 0, last time {Now}, world time {Now}).",
            StringComparison.Ordinal));
    }

    [CaptureFact]
    public void The_recorded_replay_is_parsed_whole_and_its_rows_are_stored()
    {
        byte[] bytes = Captures.Bytes("captures/streams/1.37.1-to-1.37.1-replay-after-gap/c2s");
        string text = Encoding.UTF8.GetString(bytes[(bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..]);
        string[] lines = [.. text.Split('\n')
            .Where(line => !line.StartsWith("CLABEL", StringComparison.Ordinal))];
        _receiver.Connection.NowUsec = 1_795_342_810_300_000;
        foreach (string[] piece in lines.Chunk(997))
        {
            _receiver.Feed(string.Join('\n', piece) + "\n");
        }

        Assert.Equal(CloseReason.None, _receiver.Connection.Reason);
        int f(string word) => lines.Count(line => line.StartsWith(word, StringComparison.Ordinal));
        Assert.Equal(f("END") + f("REND "), _receiver.Receiver.Updates);
        Assert.Equal(f("CHART_DEFINITION_END "), _receiver.Connection.Sent.Split('\n').Length - 1);
        CheckRows(lines);
    }

    private void CheckRows(string[] lines)
    {
        (string chart, long sec, int rows) = ("", 0, 0);
        foreach (string line in lines)
        {
            string[] words = line.Split(' ');
            if (words[0] == "RBEGIN")
            {
                chart = words.Length == 2 ? words[1].Trim('"') : chart;
                sec = words.Length == 2 ? 0 : long.Parse(words[3]);
                rows += words.Length == 2 ? 0 : 1;
            }
            else if (words[0] == "RSET")
            {
                Chart stored = _rig.Parent.Find(chart)!;
                Dimension dimension = stored.Find(line.Split('"')[1])!;
                double value = double.Parse(line.Split('"')[2]);
                uint sample = stored.Series.Row(stored.Series.RowAt(sec))[dimension.Index];
                Assert.Equal(StoredNumber.Pack(value, StoredNumber.Exists), sample);
            }
        }

        Assert.True(rows > 6000);
    }
}
