using System.Text;
using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>A proxy: what a child sends goes in at the door and out to the parent.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class ForwardingTests
{
    private const string Prompt = "Hit me baby, push them over with the version=3";

    private static string Recorded()
    {
        string text = Encoding.UTF8.GetString(Captures.Bytes("captures/streams/1.29.3-to-1.29.3/c2s"));
        return text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
    }

    private static string Head()
    {
        string text = Encoding.UTF8.GetString(Captures.Bytes("captures/streams/1.29.3-to-1.29.3/c2s"));
        return text[..(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];
    }

    /// <summary>The recording in whole blocks, as many as it needs to make the definitions
    /// complete.</summary>
    private static IEnumerable<string> Blocks(string text)
    {
        int at = 0;
        for (int end; (end = text.IndexOf("END\n", at, StringComparison.Ordinal)) >= 0; at = end + 4)
        {
            yield return text[at..(end + 4)];
        }
    }

    private static string WithoutMicroseconds(string text) =>
        string.Concat(text.Split('\n').Select(static line => (line.StartsWith("BEGIN ",
            StringComparison.Ordinal)
            ? line[..(line.LastIndexOf(' ') + 1)] : line) + "\n"));

    [CaptureFact]
    public void A_recorded_stream_leaves_a_proxy_as_it_came_but_for_the_microseconds()
    {
        using var rig = new DoorRig(new ReceiveOptions { Store = new StoreOptions
            { Mode = MemoryMode.None } },
            StreamDoorTests.Proxying() with { BufferSizeBytes = 10_000_000 });
        FakeConnection child = rig.Open(Head());
        string text = Recorded();
        int first = text.IndexOf("END\n", StringComparison.Ordinal) + 4;

        // The first chart starts the sender and is lost, as with the reference; so it comes once more.
        child.Receive(text[..first]);
        FakeConnection parent = rig.Dial.Last.Connect(rig.NowUsec);
        string request = parent.TakeSent();
        parent.Receive(Prompt);
        string preface = parent.TakeSent();
        string chart = text[text.IndexOf("CHART ", StringComparison.Ordinal)..];
        Assert.Equal(text[..^chart.Length], preface);

        var sent = new StringBuilder();
        var expected = new StringBuilder();
        foreach (string[] second in Blocks(chart).Chunk(100).Take(200))
        {
            rig.NowUsec += 1_000_000;
            (child.NowUsec, parent.NowUsec) = (rig.NowUsec, rig.NowUsec);
            string read = string.Concat(second);
            expected.Append(read);
            child.Receive(read);
            sent.Append(parent.TakeSent());
        }

        Assert.True(expected.Length > 1_000_000);
        Assert.Equal(WithoutMicroseconds(expected.ToString()), WithoutMicroseconds(sent.ToString()));
        Assert.Equal(CloseReason.None, parent.Reason);
        Assert.Contains("User-Agent: netdata/v1.29.3\r\n", request);
        Assert.Contains("&hostname=cA-1.29.3&", request);
    }

    [CaptureFact]
    public void Every_definition_of_a_recorded_stream_is_written_again_byte_for_byte()
    {
        using var rig = new DoorRig(send: StreamDoorTests.Proxying() with { BufferSizeBytes = 10_000_000 });
        FakeConnection child = rig.Open(Head());
        child.Receive(Recorded()[..2_000_000]);
        FakeConnection parent = rig.Dial.Last.Connect(rig.NowUsec);
        parent.TakeSent();
        parent.Receive(Prompt);

        // All charts once more, each with its whole definition, none of which has changed by then.
        rig.NowUsec += 1_000_000;
        child.NowUsec = rig.NowUsec;
        child.Receive(Recorded()[2_000_000..]);
        var recorded = new Dictionary<string, string>();
        foreach (string block in Blocks(Recorded()))
        {
            int at = block.IndexOf("CHART \"", StringComparison.Ordinal);
            if (at >= 0)
            {
                string definition = block[at..block.IndexOf("BEGIN ", StringComparison.Ordinal)];
                recorded[definition.Split('"')[1]] = definition;
            }
        }

        int seen = 0;
        foreach (string block in Blocks(parent.Sent))
        {
            int at = block.IndexOf("CHART \"", StringComparison.Ordinal);
            if (at >= 0)
            {
                string definition = block[at..block.IndexOf("BEGIN ", StringComparison.Ordinal)];
                Assert.Equal(recorded[definition.Split('"')[1]], definition);
                seen++;
            }
        }

        Assert.True(seen >= 100, $"{seen} definitions");
    }

    [Fact]
    public void The_upstream_connection_comes_and_goes_with_the_child()
    {
        using var rig = new DoorRig(send: StreamDoorTests.Proxying());
        FakeConnection child = rig.Open(DoorRig.Request());
        Assert.Empty(rig.Dial.Orders);
        child.Receive("CHART t.a\nDIMENSION x\nBEGIN t.a\nSET x = 1\nEND\n");
        Assert.Equal("up", rig.Dial.Last.Destinations);
        FakeConnection parent = rig.Dial.Last.Connect(rig.NowUsec);
        Assert.Contains("key=99999999-2222-3333-4444-555555555555&hostname=probe&", parent.TakeSent());
        parent.Receive(Prompt);
        child.Receive("LABEL k = 1 v\nOVERWRITE labels\nCLAIMED_ID abcd0001-aaaa-4bbb-8ccc-000000006eb8 "
            + "22222222-2222-3333-4444-555555555555\n");
        Assert.EndsWith("LABEL \"k\" = 1 v\nOVERWRITE labels\nCLAIMED_ID "
            + "abcd0001-aaaa-4bbb-8ccc-000000006eb8 "
            + "22222222-2222-3333-4444-555555555555\n", parent.TakeSent());

        child.Close(CloseReason.ByPeer);
        Assert.Equal(CloseReason.Stopped, parent.Reason);
        Assert.Empty(rig.Hosts.FindByGuid("abcd0001-aaaa-4bbb-8ccc-000000006eb8")!.Outlets);

        rig.NowUsec += 10_000_000;
        FakeConnection again = rig.Open(DoorRig.Request(), port: "2");
        again.NowUsec = rig.NowUsec;
        Assert.Single(rig.Dial.Orders);
        again.Receive("CHART t.a\nDIMENSION x\nBEGIN t.a\nSET x = 1\nEND\n");
        Assert.Equal(2, rig.Dial.Orders.Count);
    }

    [Fact]
    public void A_replaced_connection_keeps_the_upstream_one()
    {
        using var rig = new DoorRig(send: StreamDoorTests.Proxying());
        FakeConnection child = rig.Open(DoorRig.Request());
        child.NowUsec = rig.NowUsec;
        child.Receive("CHART t.a\nDIMENSION x\nBEGIN t.a\nSET x = 1\nEND\n");
        FakeConnection parent = rig.Dial.Last.Connect(rig.NowUsec);
        parent.Receive(Prompt);
        parent.TakeSent();
        rig.NowUsec += 40_000_000;
        FakeConnection newer = rig.Open(DoorRig.Request(), port: "2");
        newer.NowUsec = rig.NowUsec;
        newer.Receive("CHART t.a\nDIMENSION x\nBEGIN t.a\nSET x = 2\nEND\n");
        Assert.Equal(CloseReason.None, parent.Reason);
        Assert.EndsWith("SET \"x\" = 2\nEND\n", parent.Sent);
        Assert.Equal(1, parent.Sent.Split("SET \"x\"").Length - 1);
        Assert.Single(rig.Dial.Orders);
    }

    [Fact]
    public void Another_target_at_the_next_connect_is_used()
    {
        using var rig = new DoorRig(send: StreamDoorTests.Proxying());
        FakeConnection child = rig.Open(DoorRig.Request());
        child.Receive("CHART t.a\nDIMENSION x\nBEGIN t.a\nSET x = 1\nEND\n");
        child.Close(CloseReason.ByPeer);
        rig.Sections["abcd0001-aaaa-4bbb-8ccc-000000006eb8"] =
            new StreamSection { Own = new SectionTerms { ProxyDestination = "elsewhere" } };
        rig.Open(DoorRig.Request(), port: "2").Receive("BEGIN t.a\nSET x = 1\nEND\n");
        Assert.Equal("elsewhere", rig.Dial.Last.Destinations);
        rig.Sections["abcd0001-aaaa-4bbb-8ccc-000000006eb8"] =
            new StreamSection { Own = new SectionTerms { ProxyEnabled = false } };
        rig.Dial.Last.Caller.Failed(rig.NowUsec);
        rig.NowUsec += 31_000_000;
        rig.Open(DoorRig.Request(), port: "3").Receive("BEGIN t.a\nSET x = 1\nEND\n");
        Assert.Empty(rig.Hosts.FindByGuid("abcd0001-aaaa-4bbb-8ccc-000000006eb8")!.Outlets);
        Assert.Equal(2, rig.Dial.Orders.Count);
    }
}
