using System.Text;
using Edge.Store;
using Edge.Stream;
using Edge.Text;
using Xunit;

namespace Edge.Tests.Stream;

public sealed class RequestTextTests
{
    private static readonly HostInfo Info = new()
    {
        Hostname = "child", RegistryHostname = "registry",
            MachineGuid = "631fa722-8ed8-4856-8243-0e59d747854c",
        Os = "linux", Timezone = "Etc/UTC", ProgramName = "netdata", ProgramVersion = "v1.29.3",
    };

    private static string Write(HostInfo info, StreamOptions? options = null)
    {
        var writer = new ByteWriter();
        RequestText.Write(writer, info, "11111111-2222-3333-4444-555555555555",
            options ?? new StreamOptions());
        return Encoding.UTF8.GetString(writer.Written);
    }

    [CaptureFact]
    public void A_recorded_request_is_written_again_byte_for_byte()
    {
        string recorded = Encoding.UTF8.GetString(Captures.Bytes("captures/streams/1.29.3-to-1.29.3/c2s"));
        recorded = recorded[..(recorded.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];
        StreamRequest request = StreamRequest.Parse(Requests.Of(recorded, new FakeConnection()));
        HostTerms terms = HostTerms.Resolve(1, new StreamSection(), null, new ReceiveOptions(),
            SendTarget.Off);
        
        // Written as the host itself would; a proxy adds the hop.
        Assert.Equal(recorded, Write(request.Describe(terms) with { Hops = 0 }));
        Assert.Equal(recorded.Replace("&tags=", "&hops=2&tags="), Write(request.Describe(terms)));
    }

    [Fact]
    public void Five_values_are_never_empty()
    {
        string request = Write(Info);
        foreach (string name in (string[])["SYSTEM_OS_NAME", "SYSTEM_OS_ID", "SYSTEM_OS_VERSION",
            "SYSTEM_KERNEL_NAME",
            "SYSTEM_KERNEL_VERSION"])
        {
            Assert.Contains($"&NETDATA_{name}=unknown&", request);
        }

        Assert.Contains("&NETDATA_SYSTEM_OS_ID_LIKE=&", request);
        Assert.Contains("&ver=3&", request);
        Assert.EndsWith("&NETDATA_PROTOCOL_VERSION=1.1 HTTP/1.1\r\nUser-Agent: netdata/v1.29.3\r\nAccept: "
            + "*/*\r\n\r\n", request);
    }

    [Fact]
    public void What_would_break_the_query_arrives_all_the_same()
    {
        HostInfo odd = Info with
        {
            Hostname = "a+b%41 c=d", Tags = "x & y HTTP/1.1 z\n", Timezone = "Zürich/日本",
        };
        odd.System["NETDATA_SYSTEM_OS_NAME"] = "Debian GNU/Linux+é&x";
        string text = Write(odd);
        Assert.Contains("&hostname=a%2bb%2541 c=d&", text);
        Assert.Contains("&NETDATA_SYSTEM_OS_NAME=Debian+GNU%2fLinux%2b%c3%a9_x&", text);
        StreamRequest request = StreamRequest.Parse(Requests.Of(text, new FakeConnection()));
        HostInfo read = request.Describe(
            HostTerms.Resolve(1, new StreamSection(), null, new ReceiveOptions(), SendTarget.Off));
        Assert.Equal("a+b%41 c=d", read.Hostname);
        Assert.Equal("x _ y HTTP/1.1 z_", read.Tags);
        Assert.Equal("Zürich/日本", read.Timezone);
        Assert.Equal("Debian GNU/Linux+é_x", read.System["NETDATA_SYSTEM_OS_NAME"]);
    }

    [Fact]
    public void A_request_stays_below_8192_bytes_whatever_the_values()
    {
        string huge = string.Concat(Enumerable.Repeat("é ", 4000));
        HostInfo info = Info with
        {
            Hostname = huge, RegistryHostname = huge, MachineGuid = huge, Os = huge, Timezone = huge,
                Tags = huge,
            ProgramName = huge, ProgramVersion = huge,
        };
        string request = Write(Info);
        foreach (string pair in request.Split('&').Where(p => p.StartsWith("NETDATA_")))
        {
            info.System[pair.Split('=')[0]] = huge;
        }

        request = Write(info);
        Assert.InRange(Encoding.UTF8.GetByteCount(request), 4000, 8191);
        Assert.EndsWith("\r\n\r\n", request);
        Assert.DoesNotContain('\uFFFD', Requests.Of(request, new FakeConnection()).Query);
    }
}
