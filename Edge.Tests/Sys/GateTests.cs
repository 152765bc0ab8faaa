using Edge.Sys;
using Xunit;

namespace Edge.Tests.Sys;

public class GateTests
{
    [Fact]
    public void One_thread_may_enter_twice_and_others_wait()
    {
        var gate = new Gate();
        int inside = 0;
        int most = 0;
        Assert.False(gate.IsHeld);
        using (gate.Enter())
        {
            using (gate.Enter())
            {
                Assert.True(gate.IsHeld);
            }

            Assert.True(gate.IsHeld);
        }

        Assert.False(gate.IsHeld);
        var threads = new Thread[3];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                for (int k = 0; k < 5_000; k++)
                {
                    using (gate.Enter())
                    {
                        most = Math.Max(most, ++inside);
                        inside--;
                    }
                }
            });
            threads[i].Start();
        }

        Array.ForEach(threads, static thread => thread.Join());
        Assert.Equal((0, 1), (inside, most));
    }
}
