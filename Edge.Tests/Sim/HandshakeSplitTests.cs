using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Edge.Http;
using Edge.Net;
using Edge.Store;
using Edge.Stream;
using Edge.Tests.Stream;
using Xunit;

namespace Edge.Tests.Sim;

/// <summary>
/// The first 16 KiB of every recorded stream through HttpSession, StreamDoor and Receiver, in reads cut
/// anywhere.
/// A child waits for the answer to its request, so request and stream never come in one read.
/// </summary>
[Collection(StreamLogCollection.Name)]
public sealed partial class HandshakeSplitTests
{
    private const int BytesMax = 16 * 1024;

    private static IEnumerable<string> Names() =>
        Directory.EnumerateDirectories(Path.Combine(Captures.Root!, "captures/streams"))
            .Select(static path => Path.GetFileName(path)!).Order();

    [CaptureFact]
    public void Every_split_of_a_request_gives_the_same_host_and_the_same_answer()
    {
        foreach (string name in Names())
        {
            (byte[] request, byte[] stream) = Recording(name);
            byte[] start = stream[..Math.Min(stream.Length, 2_000)];
            string whole = Play(request, start, request.Length, start.Length);
            Assert.Contains("Hit me baby", whole);
            for (int split = 1; split < request.Length; split++)
            {
                string cut = Play(request, start, split, start.Length);
                Assert.True(whole == cut, $"{name} split at {split}:\n{cut}");
            }
        }
    }

    [CaptureFact]
    public void Every_split_of_the_stream_behind_it_gives_the_same_host()
    {
        foreach (string name in Names())
        {
            (byte[] request, byte[] stream) = Recording(name);
            string whole = Play(request, stream, request.Length, stream.Length);
            for (int split = 1; split < stream.Length; split++)
            {
                string cut = Play(request, stream, request.Length, split);
                Assert.True(whole == cut, $"{name} split at {request.Length + split}:\n{cut}");
            }
        }
    }

    [CaptureFact]
    public void Every_prefix_of_a_request_waits_and_makes_no_host()
    {
        foreach (string name in Names())
        {
            (byte[] request, _) = Recording(name);
            for (int length = 1; length < request.Length; length++)
            {
                using var rig = Rig(request);
                FakeConnection child = Connect(rig);
                child.Receive(request.AsSpan(0, length));
                Assert.True(child.Reason == CloseReason.None && child.Sent == "", $"{name} cut at {length}");
                Assert.Single(rig.Hosts.All);
                child.Close(CloseReason.ByPeer);
            }
        }
    }

    private static (byte[] Request, byte[] Stream) Recording(string name)
    {
        byte[] bytes = Captures.Bytes($"captures/streams/{name}/c2s");
        int head = bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return (bytes[..head], bytes[head..BytesMax]);
    }

    /// <summary>A parent that knows the recorded key.</summary>
    private static DoorRig Rig(byte[] request)
    {
        var store = new StoreOptions { Mode = MemoryMode.Alloc, HistoryEntries = 8 };
        var rig = new DoorRig(new ReceiveOptions { Store = store });
        string key = KeyPattern().Match(Encoding.UTF8.GetString(request)).Groups[1].Value;
        rig.Sections[key] = new StreamSection { Enabled = true };
        return rig;
    }

    private static FakeConnection Connect(DoorRig rig)
    {
        var desk = new HttpDesk(new HttpOptions(), new NoPage(), rig.Door, () => rig.NowUsec);
        var child = new FakeConnection("localhost", "41080") { NowUsec = rig.NowUsec };
        child.Session = desk.NewSession(child);
        return child;
    }

    /// <summary>What has become of the host, and of the connection.</summary>
    private static string Play(byte[] request, byte[] stream, int requestSplit, int streamSplit)
    {
        using var rig = Rig(request);
        FakeConnection child = Connect(rig);
        Feed(child, request, requestSplit);
        Feed(child, stream, streamSplit);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{child.Reason} {child.Sent}\n");
        foreach (Host host in rig.Hosts.All)
        {
            HostDump.Write(text, host);
        }

        child.Close(CloseReason.ByPeer);
        return text.ToString();
    }

    private static void Feed(FakeConnection child, byte[] bytes, int split)
    {
        child.Receive(bytes.AsSpan(0, split));
        if (split < bytes.Length && child.Reason == CloseReason.None)
        {
            child.Receive(bytes.AsSpan(split));
        }
    }

    [GeneratedRegex("key=([0-9a-fA-F-]+)")]
    private static partial Regex KeyPattern();

    private sealed class NoPage : IPage
    {
        public void Answer(HttpRequest request, HttpResponse response, long nowUsec) =>
            response.Fail(404, "");
    }
}
