using Edge.Sys;
using Xunit;

namespace Edge.Tests.Sys;

public class LedgerTests
{
    [Fact]
    public void An_unknown_owner_has_nothing() => Assert.Equal(0, Ledger.Bytes("nobody"));

    [Fact]
    public void Giving_back_more_than_was_taken_is_a_bug()
    {
        Ledger.Add("test overdrawn", 10);
        Ledger.Add("test overdrawn", -10);
        Assert.Throws<BugException>(() => Ledger.Add("test overdrawn", -1));
        Ledger.Add("test overdrawn", 1);
    }

    [Fact]
    public void Threads_do_not_lose_each_others_bytes()
    {
        var threads = new Thread[4];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(static () =>
            {
                for (int k = 0; k < 20_000; k++)
                {
                    Ledger.Add("test threads", 3);
                    Ledger.Add("test threads", -2);
                }
            });
            threads[i].Start();
        }

        Array.ForEach(threads, static thread => thread.Join());
        Assert.Equal(80_000, Ledger.Bytes("test threads"));
    }
}
