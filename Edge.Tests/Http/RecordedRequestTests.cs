using System.Text;
using System.Text.RegularExpressions;
using Edge.Http;
using Edge.Net;
using Xunit;

namespace Edge.Tests.Http;

/// <summary>
/// Requests that were sent to a real parent, against what it answered, whole and in pieces.
/// </summary>
[Collection(LogCollection.Name)]
public sealed class RecordedRequestTests
{
    private const long Now = 1795342951_000_000;

    // Refused by the reference only because its certificate was loaded.
    private const string NeedsTls = "get-to-ssl-force";

    public RecordedRequestTests(LogCollection.Recorder log) => log.Start();

    [CaptureFact]
    public void Answers_are_the_recorded_ones_byte_for_byte()
    {
        foreach (string name in (IEnumerable<string>)Names())
        {
            Access access = name.Contains("stream-only") ? Access.Streaming : Access.All;
            byte[] expected = Read(name, "resp");
            if (!expected.AsSpan().StartsWith("HTTP/"u8) || name == NeedsTls)
            {
                continue;
            }

            FakeConnection connection = new() { Access = access };
            Consume(connection, Read(name, "req"), null);
            Assert.Equal(Undated(expected), Undated(connection.Sent));
        }
    }

    [CaptureFact]
    public void Every_split_of_every_request_gives_the_same_result()
    {
        foreach (string name in Names())
        {
            byte[] request = Request(name);
            Outcome whole = Consume(new FakeConnection(), request, null);
            for (int split = 1; split < request.Length; split += request.Length > 2000 ? 101 : 1)
            {
                Outcome parts = Consume(new FakeConnection(), request, split);
                Assert.True(whole == parts, $"{name} split at {split}: {parts} instead of {whole}");
            }
        }
    }

    [CaptureFact]
    public void Every_prefix_of_a_good_request_waits()
    {
        foreach (string name in Names())
        {
            byte[] request = Request(name);
            Outcome whole = Consume(new FakeConnection(), request, null);
            for (int length = 1; length < request.Length; length += request.Length > 2000 ? 101 : 1)
            {
                Outcome part = Consume(new FakeConnection(), request[..length], null);
                bool waits = part == new Outcome("", "", CloseReason.None, 0);
                Assert.True(waits || part == whole, $"{name} up to {length}: {part}");
            }
        }
    }

    [CaptureFact]
    public void Streams_reach_the_door_with_the_query_that_the_reference_logged()
    {
        int streams = 0;
        foreach (string name in Names())
        {
            string log = Encoding.UTF8.GetString(Captures.Bytes($"captures/answers/{name}.md"));
            Match line = Regex.Match(log, @"'STREAM' \(.*\) \d+ '(.*)'");
            if (line.Success && !name.Contains("only"))
            {
                streams++;
                Outcome outcome = Consume(new FakeConnection(), Request(name), null);
                Assert.Equal(line.Groups[1].Value, outcome.Query);
            }
        }

        Assert.InRange(streams, 20, 200);
    }

    [CaptureFact]
    public void Requests_that_the_reference_left_open_wait()
    {
        foreach (string name in (string[])["bare-lf", "incomplete-no-blank-line"])
        {
            Outcome outcome = Consume(new FakeConnection(), Read(name, "req"), null);
            Assert.Equal(new Outcome("", "", CloseReason.None, 0), outcome);
        }
    }

    [CaptureFact]
    public void A_request_of_70_kilobytes_is_too_big()
    {
        // The reference closes with unread data, so its client saw a reset and no byte of the answer.
        Outcome outcome = Consume(new FakeConnection(), Read("long-70000", "req"), null);
        Assert.Contains("Received request is too big", outcome.Sent);
    }

    private static Outcome Consume(FakeConnection connection, byte[] request, int? split)
    {
        var door = new DoorStub(new SinkSession());
        var desk = new HttpDesk(new HttpOptions(), Page.Missing, door, () => Now);
        ISession session = desk.NewSession(connection);
        int used = split == null ? 0 : session.Consume(connection, request.AsSpan(0, split.Value), Now);
        if (connection.Finished == CloseReason.None)
        {
            session.Consume(connection, request.AsSpan(used), Now);
        }

        string query = door.Requests.Count > 0 ? door.Requests[0].Query : "";
        return new Outcome(connection.Text, query, connection.Finished, door.Requests.Count);
    }

    private static IEnumerable<string> Names()
    {
        foreach (string file in Directory.EnumerateFiles(
            Path.Combine(Captures.Root!, "captures/answers"), "*.req"))
        {
            string name = Path.GetFileNameWithoutExtension(file);

            // Recorded within TLS, or with bytes that are no request.
            if (!name.StartsWith("tls-to-plaintext", StringComparison.Ordinal) && name != "long-70000")
            {
                yield return name;
            }
        }
    }

    /// <summary>The request without the stream commands that were sent after the answer.</summary>
    private static byte[] Request(string name)
    {
        byte[] bytes = Read(name, "req");
        int end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        return end < 0 ? bytes : bytes[..(end + 4)];
    }

    private static byte[] Read(string name, string kind) => Captures.Bytes($"captures/answers/{name}.{kind}");

    private static string Undated(byte[] answer) => Regex.Replace(
        Encoding.UTF8.GetString(
            answer), @"(Date|Expires): \w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT", "$1: DATE");

    private sealed record Outcome(string Sent, string Query, CloseReason Finished, int Streams);
}
