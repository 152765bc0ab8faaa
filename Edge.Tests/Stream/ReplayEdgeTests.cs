using System.Text;
using Edge.Protocol;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;
using Edge.Text;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>What simulated worlds showed: history while clocks differ, names change, ways break.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class ReplayEdgeTests
{
    private const long Now = ReplayRig.StartUsec / Clock.UsecPerSecond;

    private const string Definition = "CHART \"t.c\" \"\" \"T\" \"u\" \"f\" \"c\" \"line\" 1 1 \"   \" \"p\" "
        + "\"m\"\nDIMENSION \"a\" \"a\" \"absolute\" 1 1 \"  \"\n"
        + "DIMENSION \"b\" \"b\" \"absolute\" 1 1 \"  \"\n";

    private static Host NewHost() => new(
        new HostInfo { Hostname = "child", RegistryHostname = "child", MachineGuid = SenderRig.Guid },
        new StoreOptions { HistoryEntries = 100 });

    private static string Row(long sec) =>
        $"RBEGIN '' {sec - 1} {sec} {sec}\nRSET \"a\" {sec % 100} \"\"\nRSET \"b\" {sec % 10} \"\"\n";

    private static string State(long sec) => $"RDSTATE \"a\" {sec}100000 5 5.0 5.0\n"
        + $"RDSTATE \"b\" {sec}100000 5 5.0 5.0\nRSSTATE {sec}100000 {sec}000000\n"
        + $"REND 1 {Now - 5} {sec} true {Now - 5} {sec} {sec}\n";

    private static string Answer(Chart chart, ReplayRequest request, ref long told, long now, int bytesMax)
    {
        var writer = new ByteWriter();
        ReplayText.Write(writer, chart, request, ref told, now, bytesMax);
        return Encoding.UTF8.GetString(writer.Written);
    }

    /// <summary>Four rows, from three seconds before now.</summary>
    private static Chart Filled(Host host)
    {
        using var receiver = new ReplayReceiver(host);
        receiver.Feed(Definition + $"CHART_DEFINITION_END {Now - 5} {Now} {Now}\nRBEGIN \"t.c\"\n"
            + Row(Now - 3) + Row(Now - 2) + Row(Now - 1) + Row(Now) + State(Now));
        return host.Find("t.c")!;
    }

    [Fact]
    public void A_node_whose_clock_is_behind_its_rows_tells_all_of_them()
    {
        using Host host = NewHost();
        Chart chart = Filled(host);
        long told = Now;
        string said = Answer(chart, new ReplayRequest(true, Now - 4, Now), ref told, Now - 60, 100_000);
        Assert.Equal(5, said.Split("RBEGIN ").Length - 1);
        Assert.Contains($"RBEGIN '' {Now - 1} {Now} {Now}\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_held_back_since_the_definition_goes_to_a_parent_that_wants_nothing()
    {
        using Host host = NewHost();
        Chart chart = Filled(host);
        long told = Now - 2;
        string said = Answer(chart, ReplayRequest.Nothing, ref told, Now, 100_000);
        Assert.Contains($"RBEGIN '' {Now - 2} {Now - 1} ", said, StringComparison.Ordinal);
        Assert.Contains($" true {Now - 2} {Now} ", said, StringComparison.Ordinal);

        // Row by row where there is room for no more; it comes to an end.
        said = Answer(chart, ReplayRequest.Nothing, ref told, Now, 1);
        Assert.Contains($" false {Now - 2} {Now - 1} ", said, StringComparison.Ordinal);
        Assert.Contains($" true {Now - 1} {Now} ", Answer(chart, ReplayRequest.Nothing, ref told, Now, 1));
        told = Now;
        Assert.Contains(" true 0 0 ", Answer(chart, ReplayRequest.Nothing, ref told, Now, 1));
    }

    [Fact]
    public void A_parent_whose_clock_is_behind_never_asks_for_what_it_was_told()
    {
        var request = ReplayRequest.Next(new ReplayTerms(), new ReplaySpan(Now - 100, Now),
            new ReplaySpan(0, Now - 50, 1000), previousBefore: Now - 50, nowSec: Now - 80);
        Assert.Equal(new ReplayRequest(true, Now - 50, Now), request);
    }

    [Fact]
    public void Half_a_row_is_asked_for_again()
    {
        using Host host = NewHost();
        using (var receiver = new ReplayReceiver(host))
        {
            receiver.Feed(Definition + $"CHART_DEFINITION_END {Now - 5} {Now} {Now}\nRBEGIN \"t.c\"\n"
                + Row(Now - 1) + $"RBEGIN '' {Now - 1} {Now} {Now}\nRSET \"a\" 7 \"\"\n");
        }

        Series series = host.Find("t.c")!.Series;
        Assert.Equal(Now - 1, series.LastEntrySec);
        using var next = new ReplayReceiver(host);
        next.Feed(Definition + $"CHART_DEFINITION_END {Now - 5} {Now} {Now}\n");
        Assert.Contains($"REPLAY_CHART \"t.c\" \"true\" {Now - 1} {Now}\n", next.Connection.Sent);
        next.Feed("RBEGIN \"t.c\"\n" + Row(Now) + State(Now));
        Assert.True(StoredNumber.DoesExist(series.Row(series.RowAt(Now))[1]));
    }

    [Fact]
    public void A_request_waits_for_the_charts_own_history_and_outlives_its_name()
    {
        using Host host = NewHost();
        var dial = new FakeDial();
        var options = new StreamOptions { Offer = (int)(ReplayRig.Agreed | Negotiation.OldVersions) };
        var sender = new Sender(
            host, new SendTarget { IsEnabled = true, Destination = "p", ApiKey = "k" }, options, dial);
        host.Outlets = [sender.Outlet];
        using var receiver = new ReplayReceiver(host);
        receiver.Feed(Definition + $"CHART_DEFINITION_END {Now - 5} {Now - 2} {Now}\nRBEGIN \"t.c\"\n"
            + Row(Now - 2) + State(Now - 2) + "BEGIN \"t.c\" 1000000\nSET \"a\" = 1\nSET \"b\" = 1\nEND\n");
        FakeConnection up = dial.Last.Connect(ReplayRig.StartUsec);
        up.Receive($"Hit me baby, push them over with the version={(int)ReplayRig.Agreed}");
        receiver.Feed("BEGIN \"t.c\" 1000000\nSET \"a\" = 1\nSET \"b\" = 1\nEND\n");
        Assert.Contains("CHART_DEFINITION_END", up.TakeSent(), StringComparison.Ordinal);

        receiver.Feed(Definition.Replace("\"t.c\" \"\"", "\"t.c\" \"other\"", StringComparison.Ordinal)
            + $"CHART_DEFINITION_END {Now - 5} {Now + 2} {Now + 2}\nRBEGIN \"t.c\"\n" + Row(Now + 1));
        up.Receive($"REPLAY_CHART \"t.c\" \"true\" {Now - 3} {Now}\n");
        Assert.DoesNotContain("REND", up.TakeSent(), StringComparison.Ordinal);
        receiver.Feed(Row(Now + 2) + State(Now + 2));
        string said = up.TakeSent();
        Assert.Contains($"RBEGIN '' {Now + 1} {Now + 2} ", said, StringComparison.Ordinal);
        Assert.Contains(" true ", said, StringComparison.Ordinal);
    }
}
