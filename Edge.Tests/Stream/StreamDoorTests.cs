using Edge.Net;
using Edge.Protocol;
using Edge.Store;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

[Collection(StreamLogCollection.Name)]
public sealed class StreamDoorTests
{
    private const string Guid = "abcd0001-aaaa-4bbb-8ccc-000000006eb8";
    private const string From = "STREAM [receive from [localhost]:41080]: ";

    /// <summary>Spec streaming 5, steps 1 to 9: key, host name, machine GUID, event, text.</summary>
    public static TheoryData<string, string, string, string, string> Table => new()
    {
        { "", "h", Guid, "NO KEY", "request without an API key. Forbidding access." },
        { DoorRig.Key, "", Guid, "NO HOSTNAME", "request without a hostname. Forbidding access." },
        { DoorRig.Key, "h", "", "NO MACHINE GUID", "request without a machine GUID. Forbidding access." },
        { "nope", "h", Guid, "INVALID KEY",
            "API key 'nope' is not valid GUID (use the command uuidgen to generate one). Forbidding "
                + "access." },
        { DoorRig.Key, "h", "{abcd0001-aaaa-4bbb-8ccc-000000006eb}", "INVALID MACHINE GUID",
            "machine GUID '{abcd0001-aaaa-4bbb-8ccc-000000006eb}' is not GUID. Forbidding access." },
        { "99999999-9999-9999-9999-999999999999", "h", Guid, "KEY NOT ENABLED",
            "API key '99999999-9999-9999-9999-999999999999' is not allowed. Forbidding access." },
        { "22222222-2222-3333-4444-555555555555", "h", Guid, "KEY NOT ENABLED",
            "API key '22222222-2222-3333-4444-555555555555' is not allowed. Forbidding access." },
        { "EEEEEEEE-0000-4000-8000-000000000003", "h", Guid, "KEY NOT ENABLED",
            "API key 'EEEEEEEE-0000-4000-8000-000000000003' is not allowed. Forbidding access." },
        { "44444444-2222-3333-4444-555555555555", "h", Guid, "KEY NOT ALLOWED FROM THIS IP",
            "API key '44444444-2222-3333-4444-555555555555' is not permitted from this IP. Forbidding "
                + "access." },
        { DoorRig.Key, "h", "dddddddd-0000-4000-8000-000000000001", "MACHINE GUID NOT ENABLED",
            "machine GUID 'dddddddd-0000-4000-8000-000000000001' is not allowed. Forbidding access." },
        { DoorRig.Key, "h", "dddddddd-0000-4000-8000-000000000002", "MACHINE GUID NOT ALLOWED FROM THIS IP",
            "Machine GUID 'dddddddd-0000-4000-8000-000000000002' is not permitted from this IP. Forbidding "
                + "access." },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void The_first_failed_check_refuses(string key, string hostname, string guid, string what,
        string text)
    {
        using var rig = new DoorRig();
        FakeConnection child = rig.Open(DoorRig.Request(guid, key, hostname));
        Assert.Null(child.Session);
        Assert.Equal(401, rig.Status);
        Assert.Equal("", child.Sent);
        Assert.Equal("INFO WEB_SERVER[static1] : clients wants to STREAM metrics.", rig.Log.Lines[0]);
        Assert.Equal("ERROR WEB_SERVER[static1] : " + From + text, rig.Log.Lines[^1]);
        Assert.Equal(what.StartsWith("INVALID") ? 3 : 2, rig.Log.Lines.Count);
        Assert.Matches($"^STREAM: [0-9]+ '\\[localhost\\]:41080' 'ACCESS DENIED - {what}' host '(h|-)' api "
            + $"key '.+' machine guid '.+'$",
            Assert.Single(rig.Log.AccessLines));
        Assert.Single(rig.Hosts.All);
    }

    [Theory]
    [InlineData("&ver=3", "")]
    [InlineData("&ver=4", "")]
    [InlineData("", "")]
    [InlineData("&ver=5", "You are not permitted to access this. Check the logs for more info.")]
    [InlineData("&ver=16376", "You are not permitted to access this. Check the logs for more info.")]
    public void Only_children_that_know_them_get_the_texts_of_refusals(string version, string text)
    {
        using var rig = new DoorRig();
        Assert.Equal(text, rig.Open(DoorRig.Request(key: "99999999-9999-9999-9999-999999999999",
            more: version)).Sent);
    }

    [Fact]
    public void A_port_without_the_right_to_stream_refuses_without_a_word()
    {
        using var rig = new DoorRig();
        var connection = new FakeConnection { Access = Access.All & ~Access.Streaming };
        Assert.Null(rig.Door.Open(Requests.Of(DoorRig.Request(), connection), rig.NowUsec, out int status));
        Assert.Equal(403, status);
        Assert.Equal("", connection.Sent);
        Assert.Empty(rig.Log.AccessLines);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("&ver=0", 0)]
    [InlineData("&ver=abc", 0)]
    [InlineData("&ver=1", 1)]
    [InlineData("&ver=2", 2)]
    [InlineData("&ver=3", 3)]
    [InlineData("&ver=0x2", 2)]
    [InlineData("&ver=5", 3)]
    [InlineData("&ver=-1", 3)]
    [InlineData("&ver=16376", 3)]
    [InlineData("&ver=4294967295", 3)]
    [InlineData("&ver=99999999999999999999999999", 3)]
    public void Versions_are_limited_to_three(string version, int agreed)
    {
        using var rig = new DoorRig();
        FakeConnection child = rig.Open(DoorRig.Request(more: version));
        byte[] answer = new byte[64];
        int count = ParentAnswer.Accept(agreed, answer);
        Assert.Equal(System.Text.Encoding.ASCII.GetString(answer, 0, count), child.Sent);
        Assert.Equal(1, child.Appends);
        Assert.Equal(Negotiation.Of(agreed), Assert.IsType<Receiver>(child.Session).Capabilities);
    }

    [Fact]
    public void The_first_request_passes_the_rate_limit_and_the_next_waits()
    {
        using var rig = new DoorRig(new ReceiveOptions { AcceptEverySeconds = 8 });
        Assert.NotNull(rig.Open(DoorRig.Request()).Session);
        rig.NowUsec += 1_000_000;
        rig.Log.Take();
        rig.Log.AccessLines.Clear();
        FakeConnection second = rig.Open(DoorRig.Request("abcd0002-aaaa-4bbb-8ccc-000000006eb8",
            more: "&ver=9"));
        Assert.Null(second.Session);
        Assert.Equal(503, rig.Status);
        Assert.Equal("The server is too busy now to accept this request. Try later.", second.Sent);
        Assert.Equal(From + "too busy to accept new streaming request. Will be allowed in 7 secs.",
            rig.Log.Take()[^1]);
        Assert.Empty(rig.Log.AccessLines);
        rig.NowUsec += 7_000_000;
        Assert.NotNull(rig.Open(DoorRig.Request("abcd0002-aaaa-4bbb-8ccc-000000006eb8")).Session);
    }

    [Fact]
    public void A_second_connection_is_refused_as_long_as_the_first_shows_signs_of_life()
    {
        using var rig = new DoorRig();
        FakeConnection first = rig.Open(DoorRig.Request());
        rig.NowUsec += 20_000_000;
        first.NowUsec = rig.NowUsec;
        first.Receive("VARIABLE HOST v = 1\n");
        rig.NowUsec += 30_000_000;
        rig.Log.Take();
        FakeConnection second = rig.Open(DoorRig.Request(more: "&ver=5"), port: "2");
        Assert.Null(second.Session);
        Assert.Equal(409, rig.Status);
        Assert.Equal("This GUID is already streaming to this server", second.Sent);
        Assert.Equal("STREAM probe [receive from [localhost]:2]: multiple connections for same host "
            + "detected - existing connection is active (within last 30 sec), rejecting new connection.",
            rig.Log.Take()[^1]);
        Assert.Contains("'REJECTED - ALREADY CONNECTED' host 'probe'", rig.Log.AccessLines[^1]);
        Assert.Equal(CloseReason.None, first.Reason);
    }

    [Fact]
    public void A_dead_connection_is_replaced_and_its_end_does_not_touch_the_host()
    {
        using var rig = new DoorRig();
        FakeConnection first = rig.Open(DoorRig.Request());
        rig.NowUsec += 31_000_000;
        rig.Log.Take();
        FakeConnection second = rig.Open(DoorRig.Request(), port: "2");
        Assert.NotNull(second.Session);
        Assert.Equal(CloseReason.Stopped, first.Reason);
        string[] lines = rig.Log.Take();
        Assert.Contains("STREAM probe [receive from [localhost]:2]: multiple connections for same host "
            + "detected - existing connection is dead (31 sec), accepting new connection.", lines);
        Assert.Contains("STREAM probe [receive from [localhost]:41080]: disconnected (completed 0 updates).",
            lines);
        Host host = rig.Hosts.FindByGuid(Guid)!;
        Assert.True(host.IsReachable);
        Assert.DoesNotContain("disconnected probe", rig.Life);
        second.Close(CloseReason.ByPeer);
        Assert.False(host.IsReachable);
        Assert.Contains("disconnected probe", rig.Life);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_dead_connection_is_replaced_after_its_time_when_the_clock_is_set_back(int reads)
    {
        using var rig = new DoorRig();
        FakeConnection first = rig.Open(DoorRig.Request());
        for (int i = 0; i < reads; i++)
        {
            rig.NowUsec += 1_000_000;
            first.NowUsec = rig.NowUsec;
            first.Receive("VARIABLE HOST v = 1\n");
        }

        rig.NowUsec -= 3_600_000_000;
        rig.Door.Tick(rig.NowUsec);
        rig.NowUsec += 30_000_000;
        rig.Door.Tick(rig.NowUsec);
        Assert.Null(rig.Open(DoorRig.Request(), port: "2").Session);
        rig.NowUsec += 1_000_000;
        Assert.NotNull(rig.Open(DoorRig.Request(), port: "3").Session);
        Assert.Equal(CloseReason.Stopped, first.Reason);
    }

    [Theory]
    [InlineData(DoorRig.OwnGuid)]
    [InlineData("62524B25-0BDB-4B83-87B9-BFF06768C2D8")]
    public void The_own_guid_is_refused_in_any_letter_case(string guid)
    {
        using var rig = new DoorRig();
        FakeConnection child = rig.Open(DoorRig.Request(guid, more: "&ver=5"));
        Assert.Null(child.Session);
        Assert.Equal(200, rig.Status);
        Assert.Equal("Don't hit me baby, you are trying to stream my localhost back", child.Sent);
        Assert.Contains(rig.Log.Take(), line => line == "STREAM probe [receive from localhost:41080]: "
            + "denied to receive metrics, "
            + $"machine GUID [{guid}] is my own. Did you copy the parent/proxy machine GUID to a "
            + $"child?");
    }

    [Fact]
    public void The_client_is_handed_over_in_access_log_before_the_stream_begins_there()
    {
        using var rig = new DoorRig();
        rig.Open(DoorRig.Request());
        Assert.Equal("handed over with 200", rig.Log.AccessLines[0]);
        Assert.Contains("'CONNECTED' host 'probe'", rig.Log.AccessLines[1]);
        rig.Open(DoorRig.Request(DoorRig.OwnGuid));
        Assert.Equal("handed over with 200", rig.Log.AccessLines[2]);
        Assert.Contains("'DENIED - ATTEMPT TO RECEIVE", rig.Log.AccessLines[3]);
        rig.Open(DoorRig.Request(key: "99999999-9999-9999-9999-999999999999"));
        Assert.Contains("'ACCESS DENIED - KEY NOT ENABLED'", rig.Log.AccessLines[4]);
        Assert.Equal(5, rig.Log.AccessLines.Count);
    }

    [Fact]
    public void A_host_that_cannot_be_made_is_told()
    {
        using var rig = new DoorRig { CanCreate = false };
        Assert.Null(rig.Open(DoorRig.Request()).Session);
        Assert.Contains(rig.Log.Take(), line => line
            == "STREAM probe [receive from [localhost]:41080]: failed to find/create host structure.");
        Assert.Contains("'FAILED - CANNOT ACQUIRE HOST'", rig.Log.AccessLines[^1]);
    }

    [Fact]
    public void No_key_has_more_hosts_than_it_leaves_to_others()
    {
        const string other = "44444444-2222-3333-4444-555555555555";
        using var rig = new DoorRig(new ReceiveOptions { HostsMax = 8, CleanupOrphanSeconds = 10 });
        rig.Sections[other] = new StreamSection { Enabled = true };
        Assert.Equal(4, Enumerable.Range(0, 20).Count(i => Comes(i, DoorRig.Key)));
        Assert.Contains($"API key '{DoorRig.Key}' has 4 hosts, and no more than 4 are left of the 8 that "
            + "this node takes. Give other hosts another key, or another parent.", rig.Log.Take());
        Assert.Equal(2, Enumerable.Range(20, 20).Count(i => Comes(i, other)));

        // Those that are known come back, with whichever key, and take nobody's place.
        rig.Door.Tick(rig.NowUsec += 40_000_000);
        Assert.Equal(4, Enumerable.Range(0, 4).Count(i => Comes(i, other)));
        Assert.False(Comes(50, DoorRig.Key));

        bool Comes(int number, string key) => rig.Open(DoorRig.Request(
            $"abcd0001-aaaa-4bbb-8ccc-0000000{number:00000}", key)).Session != null;
    }

    [Fact]
    public void An_answer_that_cannot_be_sent_leaves_an_orphan()
    {
        using var rig = new DoorRig();
        var closed = new FakeConnection();
        closed.Close(CloseReason.ByPeer);
        Assert.Null(rig.Door.Open(Requests.Of(DoorRig.Request(), closed), rig.NowUsec, out _));
        Assert.Contains(rig.Log.Take(), line => line.EndsWith("cannot send ready command."));
        Assert.Contains("'FAILED - CANNOT REPLY'", rig.Log.AccessLines[^1]);
        Assert.False(rig.Hosts.FindByGuid(Guid)!.IsReachable);
        rig.Door.Tick(rig.NowUsec + 3_700_000_000);
        Assert.Null(rig.Hosts.FindByGuid(Guid));
    }

    [Fact]
    public void A_host_is_described_as_the_child_said()
    {
        using var rig = new DoorRig();
        rig.Open(DoorRig.Request(hostname: "a%20b",
            more: "&ver=3&NETDATA_HOST_OS_ID=deb&NETDATA_CONTAINER_OS_DETECTION=x"
            + "&NETDATA_SYSTEM_OS_DETECTION=y"
            + "&NETDATA_SYSTEM_CPU_MODEL=dropped&hops=1&b=1&a=b=c&=d=e&empty=&&none"));
        HostInfo info = rig.Hosts.FindByGuid(Guid)!.Info;
        Assert.Equal(("a b", "a b", "linux", "Etc/UTC", "", "netdata", "v1.29.3", 1), (info.Hostname,
            info.RegistryHostname, info.Os, info.Timezone, info.Tags, info.ProgramName, info.ProgramVersion,
            info.UpdateEvery));
        Assert.Equal("deb", info.System["NETDATA_SYSTEM_OS_ID"]);
        Assert.Equal("x", info.System["NETDATA_CONTAINER_OS_DETECTION"]);
        Assert.Equal("y", info.System["NETDATA_SYSTEM_OS_DETECTION"]);
        Assert.Null(info.System["NETDATA_SYSTEM_CPU_MODEL"]);
        Assert.Equal(
        [
            From + "request has parameter 'b' = '1', which is not used.",
            From + "request has parameter 'a' = 'b=c', which is not used.",
            From + "request has parameter 'd' = 'e', which is not used.",
        ], rig.Log.Take().Where(line => line.Contains("not used")));
    }

    [Fact]
    public void A_host_that_comes_back_as_somebody_else_is_updated_and_told()
    {
        using var rig = new DoorRig();
        rig.Open(DoorRig.Request(hostname: "rename1")).Close(CloseReason.ByPeer);
        rig.Log.Take();
        string again = DoorRig.Request(hostname: "rename2", more: "&ver=3&update_every=7&os=plan9")
            .Replace("netdata/v1.29.3", "edge/v2");
        rig.Open(again);
        HostInfo info = rig.Hosts.FindByGuid(Guid)!.Info;
        Assert.Equal(("rename2", "plan9", "edge", "v2", 1),
            (info.Hostname, info.Os, info.ProgramName, info.ProgramVersion, info.UpdateEvery));
        string[] lines = rig.Log.Take();
        Assert.Contains("Host 'rename1' has been renamed to 'rename2'. If this is not intentional it may "
            + "mean multiple hosts are using the same machine_guid.", lines);
        Assert.Contains("Host 'rename2' switched program name from 'netdata' to 'edge'", lines);
        Assert.Contains("Host 'rename2' switched program version from 'v1.29.3' to 'v2'", lines);
        Assert.Contains("Host 'rename2' has an update frequency of 1 seconds, but the wanted one is 7 "
            + "seconds. Restart netdata here to apply the new settings.", lines);
        Assert.Equal(2, rig.Hosts.All.Length);
    }

    [Fact]
    public void Orphans_go_after_their_time_and_those_that_came_back_stay()
    {
        using var rig = new DoorRig(new ReceiveOptions { CleanupOrphanSeconds = 60 });
        FakeConnection gone = rig.Open(DoorRig.Request());
        rig.Open(DoorRig.Request("abcd0002-aaaa-4bbb-8ccc-000000006eb8", hostname: "stays"));
        gone.NowUsec = rig.NowUsec;
        gone.Close(CloseReason.ByPeer);
        rig.Door.Tick(rig.NowUsec + 60_000_000);
        Assert.Equal(3, rig.Hosts.All.Length);
        rig.Log.Take();
        rig.Door.Tick(rig.NowUsec + 61_000_000);
        Assert.Equal(["Host 'probe' with machine guid 'abcd0001-aaaa-4bbb-8ccc-000000006eb8' is obsolete - "
            + "cleaning up."],
            rig.Log.Take());
        Assert.Equal(["parent", "stays"], rig.Hosts.All.Select(host => host.Info.Hostname));
        Assert.Contains("removing probe", rig.Life);
        Assert.NotNull(rig.Open(DoorRig.Request(), port: "2").Session);
        Assert.Equal(3, rig.Hosts.All.Length);
    }

    [Fact]
    public void A_stop_ends_both_ways()
    {
        using var rig = new DoorRig(send: Proxying());
        FakeConnection child = rig.Open(DoorRig.Request());
        child.Receive("CHART t.a\nDIMENSION x\nBEGIN t.a\nSET x = 1\nEND\n");
        FakeConnection parent = rig.Dial.Last.Connect(rig.NowUsec);
        parent.Receive("Hit me baby, push them over with the version=3");
        Assert.False(rig.Door.IsQuiet);
        rig.Door.Stop(rig.NowUsec);
        Assert.Equal(CloseReason.Stopped, child.Reason);
        Assert.Equal(CloseReason.Stopped, parent.Reason);
        Assert.True(rig.Door.IsQuiet);
    }

    internal static StreamOptions Proxying() => new()
    {
        Target = new SendTarget { IsEnabled = true, Destination = "up",
            ApiKey = "99999999-2222-3333-4444-555555555555" },
    };
}
