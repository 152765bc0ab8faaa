using Edge.Net;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>What a parent logs of lines that it cannot take (spec streaming 12.4).</summary>
[Collection(StreamLogCollection.Name)]
public sealed class ReceiverTextTests
{
    private const string Definition = "CHART t.a\nDIMENSION x\n";
    private const string Guid = "abcd0001-aaaa-4bbb-8ccc-000000006eb8";

    [Theory]
    [InlineData("B", "unknown keyword 'B' on host 'probe'. Closing the connection.")]
    [InlineData("CHART nodot", "requested a CHART, without a type.id, on host 'probe'. Disabling it.")]
    [InlineData("DIMENSION",
        "requested a DIMENSION, without an id, host 'probe' and chart 'UNSET'. Disabling it.")]
    [InlineData("DIMENSION x", "requested a DIMENSION, without a CHART, on host 'probe'. Disabling it.")]
    [InlineData("BEGIN", "requested a BEGIN without a chart id for host 'probe'. Disabling it.")]
    [InlineData("BEGIN t.b",
        "requested a BEGIN on chart 't.b', which does not exist on host 'probe'. Disabling it.")]
    [InlineData("BEGIN t.a\nSET",
        "requested a SET on chart 't.a' of host 'probe', without a dimension. Disabling it.")]
    [InlineData("SET",
        "requested a SET on chart 'UNSET' of host 'probe', without a dimension. Disabling it.")]
    [InlineData("SET x = 5",
        "requested a SET on dimension x with value 5 on host 'probe', without a BEGIN. "
        + "Disabling it.")]
    [InlineData("SET x",
        "requested a SET on dimension x with value <nothing> on host 'probe', without a BEGIN. "
        + "Disabling it.")]
    [InlineData("BEGIN t.a\nSET y = 5",
        "requested a SET to dimension with id 'y' on stats 't.a' (t.a) on host "
        + "'probe', which does not exist. Disabling it.")]
    [InlineData("END", "requested an END, without a BEGIN on host 'probe'. Disabling it.")]
    [InlineData("DISABLE", "called DISABLE. Disabling it.")]
    [InlineData("VARIABLE", "requested a VARIABLE on host 'probe', without a variable name. Disabling it.")]
    [InlineData("CLAIMED_ID x",
        "Command CLAIMED_ID came malformed 2 parameters are expected but 1 received")]
    [InlineData("CLAIMED_ID x NULL",
        "1st parameter (host GUID) to CLAIMED_ID command is not valid GUID. Received: \"x\".")]
    [InlineData("CLAIMED_ID " + Guid + " x",
        "2nd parameter (Claim ID) to CLAIMED_ID command is not valid GUID. Received: \"x\".")]
    public void What_breaks_the_protocol_is_told_in_the_words_of_the_reference(string line, string text)
    {
        using var rig = new DoorRig();
        FakeConnection child = rig.Open(DoorRig.Request());
        child.Receive(Definition + "BEGIN t.a\nEND\n");
        rig.Log.Take();
        child.Receive(line + "\n");
        Assert.Equal(CloseReason.Refused, child.Reason);
        Assert.Equal(text, rig.Log.Take()[0]);
    }

    [Theory]
    [InlineData("VARIABLE HOST v =")]
    [InlineData("VARIABLE CHART v = 1")]
    [InlineData("VARIABLE HOST v = x")]
    [InlineData("VARIABLE HOST v = 5x")]
    [InlineData("LABEL k")]
    [InlineData("TIMESTAMP")]
    [InlineData("CLAIMED_ID 731fa722-8ed8-4856-8243-0e59d747854c NULL")]
    public void What_is_odd_a_thousand_times_is_told_once_a_minute(string line)
    {
        using var rig = new DoorRig();
        FakeConnection child = rig.Open(DoorRig.Request());
        child.NowUsec = rig.NowUsec;
        child.Receive(Definition + "BEGIN t.a\nEND\n");
        rig.Log.Take();
        for (int i = 0; i < 1000; i++)
        {
            child.Receive(line + "\n");
        }

        Assert.Single(rig.Log.Take());
        child.NowUsec += 60_000_000;
        child.Receive(line + "\n");
        Assert.EndsWith(" (and 999 more like this)", Assert.Single(rig.Log.Take()));
        Assert.Equal(CloseReason.None, child.Reason);
    }

    [Fact]
    public void A_host_with_too_many_dimensions_is_told_and_left()
    {
        using var log = new LogBook();
        using var rig = new ReceiverRig(dimensionsPerHost: 3);
        rig.Feed("CHART t.a\nDIMENSION x\nDIMENSION y\nCHART t.b\nDIMENSION x\nDIMENSION x\n");
        Assert.Equal(CloseReason.None, rig.Reason);
        rig.Feed("DIMENSION y\n");
        Assert.Equal(CloseReason.Refused, rig.Reason);
        Assert.Equal(["host 'h' has more than 3 dimensions. Disabling it."], log.Take());
    }

    [Theory]
    [InlineData("VARIABLE HOST v =", "cannot set HOST VARIABLE 'v' on host 'probe' to an empty value")]
    [InlineData("VARIABLE CHART v = 1",
        "cannot find/create CHART VARIABLE 'v' on host 'probe' without a chart")]
    [InlineData("VARIABLE HOST v = x",
        "the value 'x' of VARIABLE 'v' on host 'probe' cannot be parsed as a number")]
    [InlineData("VARIABLE HOST v = 5x",
        "the value '5x' of VARIABLE 'v' on host 'probe' has leftovers: 'x'")]
    [InlineData("LABEL k", "Ignoring malformed or empty LABEL command.")]
    [InlineData("CLAIMED_ID 731fa722-8ed8-4856-8243-0e59d747854c NULL",
        "Claim ID is for host \"731fa722-8ed8-4856-8243-0e59d747854c\" but it came over connection for \""
        + Guid + "\"")]
    public void What_is_merely_odd_is_told_and_the_stream_goes_on(string line, string text)
    {
        using var rig = new DoorRig();
        FakeConnection child = rig.Open(DoorRig.Request());
        child.Receive(Definition + "BEGIN t.a\nEND\n");
        rig.Log.Take();
        child.Receive(line + "\n");
        Assert.Equal(CloseReason.None, child.Reason);
        Assert.Equal([text], rig.Log.Take());
    }
}
