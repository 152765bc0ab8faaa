using System.Text;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Sys;

/// <summary>Programs that are started: what they get, and how they end.</summary>
public sealed class ChildProcessTests
{
    private const int DeadlineMs = 20_000;
    [Fact]
    public void AProgramSaysWhatItSaysAndItsExitCodeIsKnown()
    {
        using ChildProcess child = Start(
            "echo \"$A and $0\"; echo oops >&2; exit 7", "A=one two", "PATH=/bin");
        Assert.Equal("one two and sh\n", All(child, child.Output));
        Assert.Equal("oops\n", All(child, child.Errors));
        Assert.Equal(new ChildEnd(0, 7, IsDumped: false), End(child));
    }

    [Fact]
    public void ItHasAGroupOfItsOwnStandardSignalsAndNoOtherFiles()
    {
        using ChildProcess child = Start(
            "set -- $(cat /proc/$$/stat); echo $5; grep -E '^Sig(Blk|Ign)' /proc/self/status; "
            + "ls /proc/$$/fd", "PATH=/usr/bin:/bin");
        string[] lines = All(child, child.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(child.Id.ToString(), lines[0]);
        Assert.EndsWith("0000000000000000", lines[1]);
        Assert.EndsWith("0000000000000000", lines[2]);
        Assert.Equal(["0", "1", "2"], lines[3..]);
        Assert.Equal(0, End(child).Code);
    }

    [Fact]
    public void ASignalGoesToAllOfTheGroup()
    {
        using ChildProcess child = Start("sleep 1000 & echo ready; wait", "PATH=/bin");
        Assert.Equal("ready\n", Line(child.Output));
        Assert.False(child.HasEnded());
        Assert.Equal(0, child.SignalGroup(ChildProcess.Terminate));

        // The end of the pipe is seen when the other process, too, is gone.
        Assert.Equal("", All(child, child.Output));
        Assert.Equal(ChildProcess.Terminate, End(child).Signal);
    }

    [Fact]
    public void TheKernelKillsTheGroupWhenItsInputHasNoOtherEndAnyMore()
    {
        ChildProcess child = Start("trap '' TERM; sleep 1000 & echo $!; read -r x; echo never", "PATH=/bin");
        int other = int.Parse(Line(child.Output));
        Assert.Equal(0, child.SignalGroup(ChildProcess.Terminate));
        Assert.False(child.HasEnded());
        child.Dispose();
        Assert.Equal(ChildProcess.Kill, End(child).Signal);
        Assert.True(SpinWait.SpinUntil(() => IsGone(other), DeadlineMs));
    }

    [Fact]
    public void ManyCanBeStartedWhileTheHeapIsBusy()
    {
        bool isDone = false;
        var busy = new Thread(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                GC.KeepAlive(new byte[4096]);
                GC.Collect(0);
            }
        });
        busy.Start();
        for (int i = 0; i < 100; i++)
        {
            using ChildProcess child = Start($"exit {i}");
            Assert.Equal("", All(child, child.Output));
            Assert.Equal(i, End(child).Code);
        }

        Volatile.Write(ref isDone, true);
        busy.Join();
    }

    private static ChildProcess Start(string command, params string[] environment)
    {
        ChildProcess? child = ChildProcess.Start(command, environment, out int errno);
        Assert.Equal(0, errno);
        return child!;
    }

    private static void Await(int descriptor)
    {
        Span<PollEntry> entries = [new PollEntry(descriptor)];

        // A signal ends one wait.
        long end = Environment.TickCount64 + DeadlineMs;
        while (Descriptors.Poll(entries, DeadlineMs) == 0)
        {
            Assert.True(Environment.TickCount64 < end);
        }
    }

    /// <summary>Or nobody has taken it yet.</summary>
    private static bool IsGone(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Contains(") Z ");
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string Line(int descriptor)
    {
        var text = new StringBuilder();
        byte[] one = new byte[1];
        while (text.Length == 0 || text[^1] != '\n')
        {
            Await(descriptor);
            Assert.Equal(1, Descriptors.Read(descriptor, one));
            text.Append((char)one[0]);
        }

        return text.ToString();
    }

    private static string All(ChildProcess child, int descriptor)
    {
        Assert.True(child.Id > 0);
        var text = new StringBuilder();
        byte[] some = new byte[100];
        while (true)
        {
            Await(descriptor);
            int count = Descriptors.Read(descriptor, some);
            if (count == 0)
            {
                return text.ToString();
            }

            text.Append(Encoding.UTF8.GetString(some, 0, count));
        }
    }

    /// <summary>Its output has ended already, so it takes no time.</summary>
    private static ChildEnd End(ChildProcess child)
    {
        Assert.True(SpinWait.SpinUntil(child.HasEnded, DeadlineMs));
        return child.Take();
    }
}
