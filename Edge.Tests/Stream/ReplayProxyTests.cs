using System.Text;
using Edge.Protocol;
using Edge.Store;
using Edge.Stream;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Stream;

[Collection(StreamLogCollection.Name)]
public sealed class ReplayProxyTests
{
    private const long Now = ReplayRig.StartUsec / Clock.UsecPerSecond;

    [Fact]
    public void A_chart_goes_upstream_when_its_own_replay_is_over_and_with_what_that_brought()
    {
        using var log = new LogBook();
        var info = new HostInfo
        {
            Hostname = "child", RegistryHostname = "child", MachineGuid = SenderRig.Guid, Os = "linux",
        };
        using var host = new Host(info, new StoreOptions { HistoryEntries = 100 });
        var dial = new FakeDial();
        var options = new StreamOptions { Offer = (int)(ReplayRig.Agreed | Negotiation.OldVersions) };
        var sender = new Sender(
            host, new SendTarget { IsEnabled = true, Destination = "p", ApiKey = "k" }, options, dial);
        host.Outlets = [sender.Outlet];
        using var receiver = new ReplayReceiver(host);
        receiver.Feed(Definition("t.early") + "CHART_DEFINITION_END 0 0 1\nRBEGIN \"t.early\"\n"
            + "REND 1 0 0 true 0 0 1\nBEGIN \"t.early\" 0\nSET \"a\" = 1\nEND\n");
        FakeConnection up = dial.Last.Connect(ReplayRig.StartUsec);
        up.TakeSent();
        up.Receive($"Hit me baby, push them over with the version={(int)ReplayRig.Agreed}");

        receiver.Feed(Definition("t.c") + $"CHART_DEFINITION_END {Now - 10} {Now} {Now}\nRBEGIN \"t.c\"\n");
        for (long sec = Now - 9; sec <= Now; sec++)
        {
            receiver.Feed($"RBEGIN '' {sec - 1} {sec} {Now}\nRSET \"a\" {sec % 100} \"\"\n");
        }

        Assert.DoesNotContain("t.c", up.Sent, StringComparison.Ordinal);
        receiver.Feed($"RDSTATE \"a\" {Now}100000 5 5.0 5.0\nRSSTATE {Now}100000 {Now}000000\n"
            + $"REND 1 {Now - 10} {Now} true {Now - 10} {Now} {Now}\n");

        // At once: it may be that the chart is never collected again.
        string said = up.TakeSent();
        Assert.Contains($"CHART_DEFINITION_END {Now - 10} {Now} ", said, StringComparison.Ordinal);
        receiver.Feed("BEGIN \"t.c\" 1000000\nSET \"a\" = 6\nEND\n");
        Assert.Equal("", up.TakeSent());

        up.Receive($"REPLAY_CHART \"t.c\" \"true\" {Now - 10} {Now + 1}\n");
        said = up.TakeSent();
        Assert.Equal(11, said.Split("RBEGIN '' ").Length - 1);
        Assert.Contains($"RSSTATE {Now + 1}100000 {Now + 1}000000\nREND 1 {Now - 10} {Now + 1} true ", said,
            StringComparison.Ordinal);
        receiver.Feed("BEGIN \"t.c\" 1000001\nSET \"a\" = 7\nEND\n");
        Assert.Equal("BEGIN \"t.c\" 1000001\nSET \"a\" = 7\nEND\n", up.TakeSent());
    }

    private static string Definition(string id) => new StringBuilder()
        .Append($"CHART \"{id}\" \"\" \"T\" \"u\" \"f\" \"c\" \"line\" 1 1 \"   \" \"p\" \"m\"\n")
        .Append("DIMENSION \"a\" \"a\" \"absolute\" 1 1 \"  \"\n").ToString();
}
