using Edge.Http;
using Edge.Net;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>The door and its hosts under several threads: children, the pulse, and their ends.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class StreamDoorThreadTests
{
    private const int Rounds = 200;

    [Fact]
    public void Of_two_children_with_one_guid_one_comes_in()
    {
        using var rig = new DoorRig();
        for (int round = 0; round < Rounds; round++)
        {
            string request = DoorRig.Request($"abcd0001-aaaa-4bbb-8ccc-{round:d12}");
            using var start = new Barrier(2);
            var sessions = new ISession?[2];
            OnThreads(2, at =>
            {
                start.SignalAndWait();
                sessions[at] = Open(rig, request);
            });

            Assert.Single(sessions, static session => session != null);
        }

        Assert.Equal(Rounds + 1, rig.Hosts.All.Length);
    }

    [Fact]
    public void Children_that_come_and_go_while_the_pulse_ticks_leave_nothing_behind()
    {
        using var rig = new DoorRig(new ReceiveOptions { CleanupOrphanSeconds = 0 },
            StreamDoorTests.Proxying());
        OnThreads(3, at =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                if (at == 2)
                {
                    rig.Door.Tick(rig.NowUsec + ((round + 2) * 1_000_000L));
                    continue;
                }

                var child = new FakeConnection("10.0.0.1", $"{at}") { NowUsec = rig.NowUsec };
                string guid = $"abcd000{at}-aaaa-4bbb-8ccc-{round % 3:d12}";
                child.Session = Open(rig, DoorRig.Request(guid), child);
                if (child.Session != null)
                {
                    child.Receive("CHART t.a\nDIMENSION x\nBEGIN t.a\nSET x = 1\nEND\n");
                    child.Close(CloseReason.ByPeer);
                }
            }
        });

        rig.Door.Tick(rig.NowUsec + 3_600_000_000);
        Assert.Single(rig.Hosts.All);
        Assert.True(rig.Door.IsQuiet);
    }

    private static ISession? Open(DoorRig rig, string text, FakeConnection? connection = null)
    {
        HttpRequest request = Requests.Of(text, connection ?? new FakeConnection());
        return rig.Door.Open(request, rig.NowUsec, out _);
    }

    private static void OnThreads(int count, Action<int> act)
    {
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, count).Select(at => new Thread(() =>
        {
            try
            {
                act(at);
            }
            catch (Exception e)
            {
                failure = e;
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "the threads wait for each other");
        }

        Assert.Null(failure);
    }
}
