using Edge.Boot;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Boot;

public sealed class LogTests : IDisposable
{
    private readonly Bench _bench = new();
    private long _nowUsec = 1_700_000_000_000_000;

    [Fact]
    public void A_line_has_date_program_level_tag_and_text()
    {
        using ErrorLog log = Open(out string path);

        log.Write(LogLevel.Info, "MAIN", "one");
        log.Write(LogLevel.Error, "STREAM_SENDER[x]", "two");
        log.Write(LogLevel.Fatal, "MAIN", "three");

        DateTime local = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).LocalDateTime;
        string date = local.ToString("yyyy-MM-dd HH:mm:ss");
        Assert.Equal(
        [
            $"{date}: edge INFO  : MAIN : one",
            $"{date}: edge ERROR : STREAM_SENDER[x] : two",
            $"{date}: edge FATAL : MAIN : three",
        ],
            File.ReadAllLines(path));
    }

    [Fact]
    public void Nothing_that_a_peer_sends_can_start_a_line_or_make_one_endless()
    {
        using ErrorLog log = Open(out string path);

        log.Write(LogLevel.Info, new string('t', 500), "a\nb\u001b[0m" + new string('\u00fc', 100_000));

        string line = Assert.Single(File.ReadAllLines(path));
        Assert.Contains(new string('t', 100) + " : a b [0m\u00fc", line);
        Assert.True(line.Length < 5_000);
    }

    [Fact]
    public void A_log_that_was_moved_away_is_opened_again()
    {
        using ErrorLog log = Open(out string path);
        log.Write(LogLevel.Info, "MAIN", "before");
        File.Move(path, path + ".1");
        log.Write(LogLevel.Info, "MAIN", "still there");

        Assert.Null(log.Reopen());
        log.Write(LogLevel.Info, "MAIN", "after");

        Assert.Equal(2, File.ReadAllLines(path + ".1").Length);
        Assert.EndsWith("after", Assert.Single(File.ReadAllLines(path)));
    }

    [Fact]
    public void A_log_that_was_emptied_goes_on_at_its_start()
    {
        using ErrorLog log = Open(out string path);
        log.Write(LogLevel.Info, "MAIN", new string('x', 1000));
        File.WriteAllText(path, "");

        log.Write(LogLevel.Info, "MAIN", "after");

        Assert.DoesNotContain('\0', File.ReadAllText(path));
        Assert.EndsWith("after\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_place_that_cannot_be_opened_is_told_and_costs_nothing_else()
    {
        using var log = new ErrorLog(new LogFile(_bench.Path("no/dir/e.log"), 2), Flood(), "edge",
            () => _nowUsec);

        Assert.StartsWith($"Cannot open log file '{_bench.Path("no/dir/e.log")}' (errno 2, ", log.Reopen());
        log.Write(LogLevel.Info, "MAIN", "lost");
    }

    [Fact]
    public void A_flood_is_stopped_told_once_and_counted()
    {
        using ErrorLog log = Open(out string path);
        for (int i = 0; i < 1000; i++)
        {
            _nowUsec += 10_000;
            log.Write(LogLevel.Info, "MAIN", $"line {i}");
        }

        log.Write(LogLevel.Fatal, "MAIN", "the end");
        _nowUsec += 1_201_000_000;
        log.Write(LogLevel.Info, "MAIN", "next");

        string[] lines = File.ReadAllLines(path);
        Assert.Equal(200 + 1 + 1 + 1 + 1, lines.Length);
        Assert.EndsWith(": edge LOG FLOOD PROTECTION too many logs (201 logs in 2 seconds, threshold is set "
            + "to 200 logs in "
            + "1200 seconds). Preventing more logs from process 'edge' for 1198 seconds.", lines[200]);
        Assert.EndsWith("the end", lines[201]);
        Assert.EndsWith(": edge LOG FLOOD PROTECTION resuming logging from process 'edge' (prevented 801 "
            + "logs in the last "
            + "1211 seconds).", lines[202]);
        Assert.EndsWith("next", lines[203]);
    }

    [Fact]
    public void Opening_again_ends_a_flood()
    {
        FloodGuard guard = Flood(lines: 1);
        guard.Allows(100, out _);
        guard.Allows(101, out _);

        Assert.Equal("LOG FLOOD PROTECTION reset for process 'edge' (prevented 1 logs in the last 5 "
            + "seconds).",
            guard.Reset(105));
        Assert.True(guard.Allows(105, out string? note));
        Assert.Null(note);
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1200, 0)]
    public void Without_period_or_threshold_there_is_no_guard(int period, int lines)
    {
        var guard = new FloodGuard(period, lines, "edge");
        for (int i = 0; i < 5000; i++)
        {
            Assert.True(guard.Allows(1, out _));
        }
    }

    [Fact]
    public void A_clock_that_is_set_back_does_not_silence_the_log()
    {
        FloodGuard guard = Flood(lines: 1);
        guard.Allows(1_000_000, out _);
        guard.Allows(1_000_000, out _);

        Assert.True(guard.Allows(10, out string? note));
        Assert.NotNull(note);
    }

    [Theory]
    [InlineData("", LogTarget.Nowhere)]
    [InlineData("none", LogTarget.Nowhere)]
    [InlineData("/dev/null", LogTarget.Nowhere)]
    [InlineData("syslog", LogTarget.Syslog)]
    [InlineData("system", LogTarget.Inherited)]
    [InlineData("stdout", LogTarget.Stdout)]
    [InlineData("stderr", LogTarget.Stderr)]
    [InlineData("/var/log/x", LogTarget.File)]
    public void The_special_words_are_understood(string text, object target) =>
        Assert.Equal((LogTarget)target, LogFile.TargetOf(text));

    [Fact]
    public void The_access_log_puts_the_date_in_front()
    {
        string path = _bench.Path("access.log");
        using var log = new AccessLog(new LogFile(path, 1), () => _nowUsec);
        Assert.Null(log.Reopen());

        log.Write("1: 30178 '[localhost]:44688' 'CONNECTED'");
        log.Write(new string('x', 100_000) + "\nforged");

        string[] lines = File.ReadAllLines(path);
        Assert.Matches("^....-..-.. ..:..:..: 1: 30178 '\\[localhost\\]:44688' 'CONNECTED'$", lines[0]);
        Assert.Equal(2, lines.Length);
        Assert.True(lines[1].Length < 21_000);
    }

    [Fact]
    public void A_line_makes_no_garbage()
    {
        using ErrorLog log = Open(out _, lines: int.MaxValue);
        log.Write(LogLevel.Info, "MAIN", "warm");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            log.Write(LogLevel.Info, "MAIN", "line");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public void Dispose() => _bench.Dispose();

    private static FloodGuard Flood(int lines = 200) => new(1200, lines, "edge");

    private ErrorLog Open(out string path, int lines = 200)
    {
        path = _bench.Path("error.log");
        var log = new ErrorLog(new LogFile(path, 2), Flood(lines), "edge", () => _nowUsec);
        Assert.Null(log.Reopen());
        return log;
    }
}
