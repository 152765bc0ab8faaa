using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(Setback.NoAnswer, "5 10 20 30 30 30")]
    [InlineData(Setback.NotSent, "5 10 20 40 60 60")]
    [InlineData(Setback.Foreign, "5 10 20 40 60 60")]
    [InlineData(Setback.Busy, "5 10 20 40 60 60")]
    [InlineData(Setback.Denied, "5 10 20 40 60 60")]
    [InlineData(Setback.Forbidden, "5 10 20 40 60 60")]
    [InlineData(Setback.EndedSoon, "5 10 20 40 60 60")]
    [InlineData(Setback.AlreadyConnected, "5 10 20 40 80 120 120")]
    [InlineData(Setback.Tls, "5 10 20 40 80 160 300 300")]
    [InlineData(Setback.Certificate, "5 10 20 40 80 160 300 300")]
    [InlineData(Setback.Localhost, "60 120 240 480 960 1920 3600 3600")]
    [InlineData(Setback.Lost, "0 0 0")]
    public void Each_row_doubles_from_the_delay_to_its_maximum(object setback, string seconds)
    {
        int[] expected = [.. seconds.Split(' ').Select(int.Parse)];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], Backoff.Seconds((Setback)setback, i + 1, delaySeconds: 5));
        }
    }

    [Fact]
    public void No_pause_is_shorter_than_the_delay_nor_does_it_overflow()
    {
        Assert.Equal(600, Backoff.Seconds(Setback.Foreign, 1, delaySeconds: 600));
        Assert.Equal(86_400, Backoff.Seconds(Setback.Localhost, 1000, delaySeconds: 86_400));
        Assert.Equal(60, Backoff.Seconds(Setback.Foreign, int.MaxValue, delaySeconds: 1));
    }

    [Fact]
    public void Every_setback_has_a_name_of_its_own_in_the_log()
    {
        Setback[] all = [.. Enum.GetValues<Setback>().Where(static s => s != Setback.None)];
        Assert.Equal(all.Length, all.Select(static s => Backoff.Name(s).Text).Distinct().Count());
    }

    [Fact]
    public void Jitter_stays_within_a_fifth_uses_all_of_it_and_repeats_with_its_seed()
    {
        var one = Jitter.Of("631fa722-8ed8-4856-8243-0e59d747854c");
        var same = Jitter.Of("631fa722-8ed8-4856-8243-0e59d747854c");
        var other = Jitter.Of("631fa722-8ed8-4856-8243-0e59d747854d");
        long least = long.MaxValue;
        long most = 0;
        int equal = 0;
        for (int i = 0; i < 1000; i++)
        {
            long usec = one.Usec(5);
            Assert.Equal(usec, same.Usec(5));
            equal += usec == other.Usec(5) ? 1 : 0;
            least = Math.Min(least, usec);
            most = Math.Max(most, usec);
        }

        Assert.InRange(least, 4_000_000, 4_050_000);
        Assert.InRange(most, 5_950_000, 6_000_000);
        Assert.True(equal < 5);
        Assert.Equal(5_000_000, new Jitter(0).Usec(5));
    }
}
