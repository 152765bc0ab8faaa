using Edge.Net;
using Xunit;

namespace Edge.Tests.Net;

[Collection(SocketCollection.Name)]
public sealed class TurnstileTests
{
    [Fact]
    public void Everybody_gets_a_turn_and_may_come_back()
    {
        using var turnstile = new Turnstile();
        using var done = new CountdownEvent(100);
        foreach (int turns in Enumerable.Range(1, 100))
        {
            turnstile.Post(new Walker(turnstile, turns, done));
        }

        Assert.True(done.Wait(Lab.PatienceMs));
    }

    [Fact]
    public void A_failing_turn_does_not_stop_the_next()
    {
        using var turnstile = new Turnstile();
        using var done = new CountdownEvent(1);
        turnstile.Post(new Walker(turnstile, 0, done));
        turnstile.Post(new Walker(turnstile, 1, done));
        Assert.True(done.Wait(Lab.PatienceMs));
    }

    [Fact]
    public void Posts_of_many_threads_are_all_served()
    {
        using var turnstile = new Turnstile();
        using var done = new CountdownEvent(4000);
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                turnstile.Post(new Walker(turnstile, 1, done));
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.True(done.Wait(Lab.PatienceMs));
    }

    private sealed class Walker(Turnstile turnstile, int turns, CountdownEvent done) : ITurn
    {
        private int _left = turns;

        public void Resume()
        {
            if (_left == 0)
            {
                throw new InvalidOperationException("on purpose");
            }

            if (--_left == 0)
            {
                done.Signal();
                return;
            }

            turnstile.Post(this);
        }
    }
}
