using Edge.Http;
using Edge.Store;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>A parent on simulated time, with the stream.conf of the recorded refusals.</summary>
internal sealed class DoorRig : IStreamSections, IHostLife, IDisposable
{
    public const string Key = "11111111-2222-3333-4444-555555555555";
    public const string OwnGuid = "62524b25-0bdb-4b83-87b9-bff06768c2d8";

    public DoorRig(ReceiveOptions? options = null, StreamOptions? send = null)
    {
        Hosts = new HostTable(new Host(
            new HostInfo { Hostname = "parent", RegistryHostname = "parent", MachineGuid = OwnGuid },
            new StoreOptions()));
        Door = new StreamDoor(Hosts, this, send ?? new StreamOptions(), options ?? new ReceiveOptions(),
            this, Dial);
        Sections[Key] = new StreamSection { Enabled = true };
        Sections["22222222-2222-3333-4444-555555555555"] = new StreamSection { Enabled = false };
        Sections["33333333-2222-3333-4444-555555555555"] =
            new StreamSection { Enabled = true, AllowFrom = static ip => ip.StartsWith("10.",
                StringComparison.Ordinal) };
        Sections["44444444-2222-3333-4444-555555555555"] =
            new StreamSection { Enabled = true, AllowFrom = static ip => ip == "127.0.0.1" };
        Sections["dddddddd-0000-4000-8000-000000000001"] = new StreamSection { Enabled = false };
        Sections["dddddddd-0000-4000-8000-000000000002"] = new StreamSection { AllowFrom = static _ =>
            false };
        Sections["eeeeeeee-0000-4000-8000-000000000003"] = new StreamSection { Enabled = true };
    }

    public LogBook Log { get; } = new();

    public FakeDial Dial { get; } = new();

    public HostTable Hosts { get; }

    public StreamDoor Door { get; }

    public Dictionary<string, StreamSection> Sections { get; } = [];

    /// <summary>What the door told the rest of the node.</summary>
    public List<string> Life { get; } = [];

    public bool CanCreate { get; set; } = true;

    public long NowUsec { get; set; } = SenderRig.StartUsec;

    public int Status { get; private set; }

    public static string Request(string guid = "abcd0001-aaaa-4bbb-8ccc-000000006eb8", string key = Key,
        string hostname = "probe", string more = "&ver=3") =>
        $"STREAM key={key}&hostname={hostname}&registry_hostname={hostname}&machine_guid={guid}"
        + "&update_every=1&os=linux"
        + $"&timezone=Etc/UTC&tags={more}&NETDATA_SYSTEM_OS_NAME=probe&NETDATA_PROTOCOL_VERSION=1.1 "
        + $"HTTP/1.1\r\n"
        + "User-Agent: netdata/v1.29.3\r\nAccept: */*\r\n\r\n";

    /// <summary>A child comes. Its session is null when it was refused.</summary>
    public FakeConnection Open(string request, string ip = "localhost", string port = "41080")
    {
        var connection = new FakeConnection(ip, port) { NowUsec = NowUsec };
        HttpRequest http = Requests.Of(request, connection) with
        {
            HandOver = handed => Log.AccessLines.Add($"handed over with {handed}"),
        };
        connection.Session = Door.Open(http, NowUsec, out int status);
        Status = status;
        return connection;
    }

    public StreamSection? Find(string name) => Sections.GetValueOrDefault(name);

    public Host? Create(HostInfo info, HostTerms terms)
    {
        Note("create " + info.Hostname);
        return CanCreate ? new Host(info, terms.Store) : null;
    }

    public void Connected(Host host, HostTerms terms, long nowUsec)
    {
        Assert.True(host.Gate.IsHeld);
        Note("connected " + host.Info.Hostname);
    }

    public void Disconnected(Host host, HostTerms terms, long nowUsec)
    {
        Assert.True(host.Gate.IsHeld);
        Note("disconnected " + host.Info.Hostname);
    }

    public void Removing(Host host) => Note("removing " + host.Info.Hostname);

    public void Dispose()
    {
        foreach (Host host in Hosts.All)
        {
            host.Dispose();
        }

        Log.Dispose();
    }

    private void Note(string what)
    {
        lock (Life)
        {
            Life.Add(what);
        }
    }
}
