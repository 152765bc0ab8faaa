using Edge.Boot;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Boot;

public sealed class ProcessSettingsTests : IDisposable
{
    private readonly Bench _bench = new();

    [Fact]
    public void The_score_is_written_where_the_kernel_reads_it()
    {
        string path = _bench.Write("oom_score_adj", "0\n");

        ProcessSettings.SetOomScore(500, path);

        Assert.Equal("500", File.ReadAllText(path));
    }

    [Fact]
    public void A_kernel_that_refuses_the_score_is_no_reason_to_stop() =>
        ProcessSettings.SetOomScore(500, _bench.Path("no/such/file"));

    [Theory]
    [InlineData("keep", null)]
    [InlineData("-500", -500)]
    [InlineData("2000", 1000)]
    public void The_score_can_be_kept_and_has_a_range(string text, int? expected) =>
        Assert.Equal(expected, ProcessOptions.Read(Bench.Parse($"[global]\nOOM score = {text}")).OomScore);

    [Fact]
    public void Nobody_changes_into_himself()
    {
        string present = OwnProcess.UserName(OwnProcess.EffectiveUser);

        Assert.Null(ProcessSettings.FindUser(new ProcessOptions { RunAsUser = present }));
    }

    [Fact]
    public void Another_user_takes_root()
    {
        var options = new ProcessOptions { RunAsUser = OwnProcess.IsRoot ? "nobody" : "root" };

        if (OwnProcess.IsRoot)
        {
            Assert.Equal(OwnProcess.FindUser("nobody"), ProcessSettings.FindUser(options));
            return;
        }

        StartupException refusal = Assert.Throws<StartupException>(() => ProcessSettings.FindUser(options));
        Assert.Contains("only root may become somebody else", refusal.Message);
    }

    [Fact]
    public void The_pid_file_is_there_as_long_as_its_owner()
    {
        string path = _bench.Path("edge.pid");
        using (new PidFile(path, owner: null))
        {
            Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(path));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_pid_file_that_cannot_be_written_is_a_refusal()
    {
        string path = _bench.Path("no/such/edge.pid");

        StartupException refusal = Assert.Throws<StartupException>(() => new PidFile(path, owner: null));

        Assert.StartsWith($"Cannot write the pid file '{path}'.", refusal.Message);
    }

    public void Dispose() => _bench.Dispose();
}
