using System.Diagnostics;
using System.Text;
using Xunit;

namespace Edge.Tests.Peers;

/// <summary>The short form of <c>scripts/chains</c>: what comes out of a chain is what went in.</summary>
[Collection(PeerCollection.Name)]
public sealed class ChainTests
{
    private const int Seconds = 25;

    /// <summary>Links, and where it was not built yet, the comparison.</summary>
    private const int MoreSecondsMax = 150;

    [PeerFact(PeerNeeds.Edge)]
    public void The_end_of_a_chain_has_every_sample_of_its_origin()
    {
        string[] chains = Programs.Netdata == null
            ? ["edge3-tls", "edge-bare-edge-tls"]
            : ["edge3-tls", "edge-bare-edge-tls", "netdata-edge-netdata"];
        var start = new ProcessStartInfo(Path.Combine(Programs.Root, "scripts/chains"),
            ["--seconds", $"{Seconds}", "--edge", Programs.Edge!, .. chains])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var said = new StringBuilder();
        void hear(string? line)
        {
            lock (said)
            {
                said.AppendLine(line);
            }
        }

        using Process script = Process.Start(start)!;
        script.OutputDataReceived += (_, line) => hear(line.Data);
        script.ErrorDataReceived += (_, line) => hear(line.Data);
        script.BeginOutputReadLine();
        script.BeginErrorReadLine();
        if (!script.WaitForExit((Seconds + MoreSecondsMax) * 1000))
        {
            // It ends its nodes itself.
            Process.Start("kill", ["-s", "TERM", $"{script.Id}"]).WaitForExit();
            script.WaitForExit(10_000);
        }

        script.WaitForExit();
        string all = said.ToString();
        Assert.True(script.ExitCode == 0, all);
        Assert.Equal(chains.Length, all.Split("\nequal ").Length - 1);
    }
}
