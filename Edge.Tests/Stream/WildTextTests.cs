using Edge.Store;
using Edge.Stream;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>What peers send reaches neither a path nor a shell, and makes no line of its own in a
/// log.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class WildTextTests
{
    private const string Guid = "abcd0001-aaaa-4bbb-8ccc-000000006eb8";
    private const string Forged = "x\r\n2026-11-24 00:00:00: edge ERROR : MAIN : forged";

    [Theory]
    [InlineData("../../etc/passwd-aaaa-bbbb-cccccccccc")]
    [InlineData("abcd0001-aaaa-4bbb-8ccc-00000000/../")]
    [InlineData("abcd0001-aaaa-4bbb-8ccc-00000000$(id")]
    [InlineData("abcd0001-aaaa-4bbb-8ccc-0000000000\u0661\u0662")]
    [InlineData("abcd0001-aaaa-4bbb-8ccc-000000006eb8/")]
    [InlineData("abcd0001aaaa4bbb8ccc000000006eb8")]
    [InlineData("+bcd0001-aaaa-4bbb-8ccc-000000006eb8")]
    [InlineData("0xcd0001-aaaa-4bbb-8ccc-000000006eb8")]
    [InlineData("abcd0001-0x1a-4bbb-8ccc-000000006eb8")]
    public void Nothing_but_hexadecimal_digits_and_dashes_is_a_guid_which_names_directories(string guid)
    {
        using var rig = new DoorRig();
        Assert.Null(rig.Open(DoorRig.Request(guid)).Session);
        Assert.Single(rig.Hosts.All);
        Assert.Empty(rig.Life);
    }

    [Theory]
    [InlineData("../../../tmp/x")]
    [InlineData("$(reboot)`id`;|&>x")]
    [InlineData("a\u0085b\u009bc\u2028d\u2029e\u007ff")]
    public void A_host_name_is_a_text_and_no_more(string hostname)
    {
        using var rig = new DoorRig();
        rig.Open(DoorRig.Request(hostname: hostname));
        Host host = rig.Hosts.FindByGuid(Guid)!;
        Assert.DoesNotContain(host.Info.Hostname, static c => char.IsControl(c) || c is '\u2028' or '\u2029');
        Assert.All(rig.Log.Lines.Concat(rig.Log.AccessLines).Where(static l => !l.Contains("not used")),
            static line => Assert.DoesNotContain(line,
                static c => char.IsControl(c) || c is '\u2028' or '\u2029'));

        // Directories are named by the GUID alone.
        string line = rig.Log.Lines.Single(static l => l.Contains(" initialized, "));
        Assert.Contains($"cache_dir '/var/cache/netdata/{Guid}', varlib_dir '/var/lib/netdata/{Guid}'", line);
    }

    [Fact]
    public void A_peer_cannot_forge_lines_of_either_log()
    {
        string directory = Directory.CreateTempSubdirectory("edge-log").FullName;
        try
        {
            string path = Path.Combine(directory, "log");
            using var rig = new DoorRig();
            FakeConnection child = rig.Open(DoorRig.Request(hostname: Forged.Replace("\r\n", "%0d%0a")));
            child.Receive("CHART \"t.a\u001b[2J\u0007\" x\nDIMENSION d\n"
                + $"LABEL \"k\" = 1 \"a\u0085b\"\nOVERWRITE labels\nBEGIN \"t.\rnone\"\n");
            using (var error = new ErrorLog(new LogFile(path, 2), new FloodGuard(60, 10_000, "edge"), "edge",
                () => rig.NowUsec))
            using (var access = new AccessLog(new LogFile(path, 1), () => rig.NowUsec))
            {
                Assert.Null(error.Reopen());
                Assert.Null(access.Reopen());
                rig.Log.Lines.ForEach(line => error.Write(LogLevel.Info, "MAIN", line));
                rig.Log.AccessLines.ForEach(access.Write);
                error.Write(LogLevel.Error, Forged, Forged);
                access.Write(Forged);
                error.Write(LogLevel.Info, "MAIN", "a\u0085b\u009b2Jc\u2028d\u2029e\u00e9\u20ac");
            }

            string[] lines = File.ReadAllLines(path);
            Assert.Equal(rig.Log.Lines.Count + rig.Log.AccessLines.Count + 3, lines.Length);
            Assert.All(lines, static line => Assert.DoesNotContain(line, char.IsControl));
            Assert.EndsWith(" : a  b  2Jc   d   e\u00e9\u20ac", lines[^1]);
            Assert.DoesNotContain(lines, static l => l.EndsWith(": edge ERROR : MAIN : forged")
                && !l.Contains('x'));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
