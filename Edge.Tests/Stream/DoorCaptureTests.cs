using System.Text;
using System.Text.RegularExpressions;
using Edge.Net;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>What a 1.29.3 parent answered and logged, asked of the door and the receiver behind it.</summary>
[Collection(StreamLogCollection.Name)]
public sealed partial class DoorCaptureTests
{
    /// <summary>Not a matter of the door, or told differently here on purpose.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["bare-lf"] = "no complete request",
        ["garbage"] = "no STREAM",
        ["get-on-stream-only-port"] = "no STREAM",
        ["get-stream-query"] = "no STREAM",
        ["get-to-ssl-force"] = "no STREAM",
        ["incomplete-no-blank-line"] = "no complete request",
        ["long-70000"] = "too big for Http",
        ["options"] = "no STREAM",
        ["post"] = "no STREAM",
        ["tls-to-plaintext-port"] = "no STREAM",
        ["unknown-verb"] = "no STREAM",
        ["rate-first"] = "the reference refuses the first request by accident",
        ["rate-second"] = "told with the first",
        ["reconnect-other-hostname"] = "the reference keeps the old name",
    };

    /// <summary>Same bytes, other words in the log.</summary>
    private static readonly Dictionary<string, string> ToldDifferently = new()
    {
        ["long-9000"] = "the recording of the log is cut",
        ["st-disable"] = "the reason is named",
        ["st-get-http"] = "the reason is named",
        ["st-obsolete-chart"] = "a chart that finds its own name is no news",
        ["st-timestamp"] = "the reason is named",
    };

    internal static IEnumerable<string> Cases() =>
        Directory.EnumerateFiles(Path.Combine(Captures.Root!, "captures/answers"), "*.req")
            .Select(static path => Path.GetFileNameWithoutExtension(path)!)
            .Where(static name => !Elsewhere.ContainsKey(name))
            .Order();

    [CaptureFact]
    public void Answers_are_those_of_the_reference_byte_for_byte()
    {
        int seen = 0;
        foreach (string name in Cases())
        {
            using var rig = Rig();
            FakeConnection child = Play(rig, name);
            Assert.True(Captures.Bytes($"captures/answers/{name}.resp").AsSpan()
                .SequenceEqual(Encoding.UTF8.GetBytes(child.Sent)), $"{name}: {child.Sent}");
            seen++;
        }

        Assert.True(seen > 30);
    }

    [CaptureFact]
    public void Log_lines_are_those_of_the_reference()
    {
        var wrong = new StringBuilder();
        foreach (string name in Cases().Where(static name => !ToldDifferently.ContainsKey(name)))
        {
            using var rig = Rig();
            Play(rig, name);
            string md = Encoding.UTF8.GetString(Captures.Bytes($"captures/answers/{name}.md"));
            string[] error = Section(md, "error.log:").Where(IsOurs).Select(Normal).ToArray();
            string[] access = Section(md, "access.log:").Where(static l => l.Contains(": STREAM: ")).Select(
                Normal).ToArray();
            Compare(wrong, name, error, rig.Log.Lines.Select(Ours));
            Compare(wrong, name, access, rig.Log.AccessLines.Where(IsStream).Select(Normal));
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    private static DoorRig Rig()
    {
        var rig = new DoorRig(new ReceiveOptions
        {
            CacheDir = "/lab/pr-main-1.29.3/cache",
            LibDir = "/lab/pr-main-1.29.3/lib",
            AlarmHandler = "/lab/nd1293/libexec/netdata/plugins.d/alarm-notify.sh",
        });
        return rig;
    }

    /// <summary>The request, then what followed it line by line, then the child goes.</summary>
    private static FakeConnection Play(DoorRig rig, string name)
    {
        string text = Encoding.UTF8.GetString(Captures.Bytes($"captures/answers/{name}.req"));
        string md = Encoding.UTF8.GetString(Captures.Bytes($"captures/answers/{name}.md"));
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (name.StartsWith("reconnect"))
        {
            rig.Open(text[..end]).Close(CloseReason.ByPeer);
            rig.Log.Lines.Clear();
            rig.Log.AccessLines.Clear();
        }

        FakeConnection child = rig.Open(text[..end], "localhost", PortPattern().Match(md).Groups[1].Value);
        if (child.Session != null)
        {
            child.Receive(text[end..]);
            child.Close(CloseReason.ByPeer);
        }

        return child;
    }

    private static IEnumerable<string> Section(string md, string title)
    {
        string rest = md[(md.IndexOf("new log lines", StringComparison.Ordinal))..];
        int at = rest.IndexOf(title, StringComparison.Ordinal);
        return at < 0 ? [] : rest[at..].Split("```")[1].Split('\n').Where(static line => line.Length > 0);
    }

    /// <summary>Alarms and TLS have lines of their own; one line tells a heap address.</summary>
    private static bool IsOurs(string line) =>
        !line.Contains("SYSTEM_INFO: free") && !line.Contains(" : CONFIG ") && !line.Contains(" : HEALTH ")
        && !line.Contains(" ssl error: ");

    private static bool IsStream(string line) => line.StartsWith("STREAM: ", StringComparison.Ordinal);

    private static string Ours(string line)
    {
        string[] parts = line.Split(' ', 2);
        return Normal($"{"netdata"} {parts[0],-5} : {parts[1]}");
    }

    private static string Normal(string line)
    {
        line = DatePattern().Replace(line, "");
        line = LabPattern().Replace(line, "/lab/pr-main-1.29.3/");
        line = WebPattern().Replace(line, "WEB_SERVER[static1]");
        line = TaskPattern().Replace(line, "$1 N");
        line = AccessPattern().Replace(line, "STREAM: N '");
        return ErrnoPattern().Replace(line, "");
    }

    private static void Compare(StringBuilder wrong, string name, IEnumerable<string> expected,
        IEnumerable<string> actual)
    {
        foreach (string line in expected.Except(actual))
        {
            wrong.Append(name).Append(" misses: ").Append(line).Append('\n');
        }

        foreach (string line in actual.Except(expected))
        {
            wrong.Append(name).Append(" has: ").Append(line).Append('\n');
        }

        if (!expected.SequenceEqual(actual))
        {
            wrong.Append(name).Append(": order\n");
        }
    }

    [GeneratedRegex(@"'\[localhost\]:(\d+)'")]
    private static partial Regex PortPattern();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d: ")]
    private static partial Regex DatePattern();

    [GeneratedRegex("/lab/pr-[a-z-]+-1.29.3/")]
    private static partial Regex LabPattern();

    [GeneratedRegex(@"WEB_SERVER\[static\d\]")]
    private static partial Regex WebPattern();

    [GeneratedRegex(@"(task id|of thread) \d+")]
    private static partial Regex TaskPattern();

    [GeneratedRegex(@"^STREAM: \d+ '")]
    private static partial Regex AccessPattern();

    [GeneratedRegex(@" \(errno \d+, .*\)$")]
    private static partial Regex ErrnoPattern();
}
