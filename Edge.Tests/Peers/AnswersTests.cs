using System.Net.Sockets;
using System.Text;
using Edge.Tests.Stream;
using Xunit;

namespace Edge.Tests.Peers;

/// <summary>What a 1.29.3 parent answered, asked of the published binary over real sockets.</summary>
[Collection(PeerCollection.Name)]
public sealed class AnswersTests
{
    private const string Stream = """
        [11111111-2222-3333-4444-555555555555]
            enabled = yes
        [22222222-2222-3333-4444-555555555555]
            enabled = no
        [33333333-2222-3333-4444-555555555555]
            enabled = yes
            allow from = 10.*
        [44444444-2222-3333-4444-555555555555]
            enabled = yes
            allow from = 127.0.0.1
        [dddddddd-0000-4000-8000-000000000001]
            enabled = no
        [dddddddd-0000-4000-8000-000000000002]
            allow from = 10.*
        [eeeeeeee-0000-4000-8000-000000000003]
            enabled = yes
        """;

    /// <summary>Better on purpose (docs/differences.md): versions that 1.29.3 did not know.</summary>
    private static readonly Dictionary<string, string> Better = new()
    {
        ["ver-5"] = "Hit me baby, push them over with the version=5",
    };

    [PeerFact(PeerNeeds.Edge | PeerNeeds.Recordings)]
    public async Task Every_recorded_request_is_answered_byte_for_byte()
    {
        const string node = "[global]\n    memory mode = ram\n";
        using Node parent = Node.Configured("parent", Node.FreePort(), node, Stream, directory =>
        {
            string registry = Path.Combine(directory, "lib/registry");
            Directory.CreateDirectory(registry);
            File.WriteAllText(Path.Combine(registry, "netdata.public.unique.id"), DoorRig.OwnGuid);
        });
        await Until.True(async () => await new Api(parent, "parent").Answers(), 20, "the parent", parent);
        int seen = 0;
        foreach (string name in DoorCaptureTests.Cases())
        {
            byte[] request = Captures.Bytes($"captures/answers/{name}.req");
            byte[] expected = Better.TryGetValue(name, out string? better)
                ? Encoding.UTF8.GetBytes(better)
                : Captures.Bytes($"captures/answers/{name}.resp");
            if (name.StartsWith("reconnect", StringComparison.Ordinal))
            {
                await Ask(parent.Port, request, expected.Length);
            }

            byte[] answer = await Ask(parent.Port, request, expected.Length);
            Assert.True(answer.AsSpan().SequenceEqual(expected),
                $"{name}: '{Encoding.UTF8.GetString(answer)}'\n{parent.LastWords()}");
            seen++;
        }

        Assert.True(seen > 30);
    }

    /// <summary>The request, then, when as much has come as was recorded, what followed it, and the
    /// end.</summary>
    private static async Task<byte[]> Ask(int port, byte[] request, int expected)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, deadline.Token);
        NetworkStream stream = client.GetStream();
        int end = request.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        await stream.WriteAsync(request.AsMemory(0, end), deadline.Token);
        var answer = new MemoryStream();
        byte[] buffer = new byte[4096];
        try
        {
            while (answer.Length < expected)
            {
                int count = await stream.ReadAsync(buffer, deadline.Token);
                if (count == 0)
                {
                    break;
                }

                answer.Write(buffer, 0, count);
            }

            await stream.WriteAsync(request.AsMemory(end), deadline.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            for (int count; (count = await stream.ReadAsync(buffer, deadline.Token)) > 0;)
            {
                answer.Write(buffer, 0, count);
            }
        }
        catch (IOException)
        {
            // A refused request's connection may end as a reset; what came before counts.
        }

        return answer.ToArray();
    }
}
