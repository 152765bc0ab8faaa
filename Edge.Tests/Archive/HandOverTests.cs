using Edge.Archive;
using Xunit;

namespace Edge.Tests.Archive;

/// <summary>A keeper that is held up costs nobody more than the second that a crash may cost.</summary>
public sealed class HandOverTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-hand-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Who_collects_tells_the_journal_where_the_keeper_does_not_come()
    {
        using EngineRig rig = Rig(out long start);
        rig.Run(40, hasKeeper: false);
        long end = rig.NowSec;
        rig.Reopen();
        rig.Run(5);
        rig.CompareAll(start, end);
    }

    /// <summary>What is collected half a second after the last frame would have its turn with the next
    /// one.</summary>
    [Fact]
    public void Who_collects_waits_for_a_keeper_that_is_not_late()
    {
        using EngineRig rig = Rig(out long _);
        JournalTally before = rig.Engine.Journaled;
        rig.Host.Flush(rig.NowUsec + (Limits.LateUsec / 2));
        Assert.Equal(before.FrameBytes, rig.Engine.Journaled.FrameBytes);
    }

    [Fact]
    public void While_the_keeper_is_busy_each_read_is_told_at_once()
    {
        using EngineRig rig = Rig(out long start);
        rig.Engine.BeBusy(rig.NowUsec + (Limits.LateUsec / 2)); // The next second's are not late.
        rig.Run(1, hasKeeper: false);
        long end = rig.NowSec;
        rig.Reopen();
        rig.Run(5);
        rig.CompareAll(start, end);
    }

    private EngineRig Rig(out long start)
    {
        var rig = new EngineRig(_folder, 41, syncSeconds: 10);
        rig.Define("a.one", 3);
        rig.Define("a.wide", 20);
        start = rig.NowSec + 3;
        rig.Run(30);
        return rig;
    }
}
