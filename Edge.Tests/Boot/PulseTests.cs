using Edge.Boot;
using Xunit;

namespace Edge.Tests.Boot;

/// <summary>On a clock that moves only when the pulse waits, or when a test says so.</summary>
public sealed class PulseTests
{
    private const long Second = 1_000_000;
    private const long Start = 1_700_000_000 * Second;
    private readonly SimulatedClock _clock = new(Start);
    private readonly List<Tick> _seconds = [];
    private readonly List<Tick> _ticks = [];

    [Fact]
    public void It_beats_on_full_seconds_and_ticks_on_multiples()
    {
        Run(updateEvery: 5, beats: 12);

        Assert.Equal(Enumerable.Range(1, 12).Select(i => Start + (i * Second)),
            _seconds.Select(tick => tick.NowUsec));
        Assert.Equal([Start + (5 * Second), Start + (10 * Second)], _ticks.Select(tick => tick.NowUsec));
        Assert.All(_ticks, tick => Assert.Equal((0, 0), (tick.Lost, tick.JumpUsec)));
    }

    [Fact]
    public void A_start_in_the_middle_of_a_second_waits_for_the_next()
    {
        _clock.Advance(300_000);
        Run(updateEvery: 1, beats: 2);

        Assert.Equal([Start + Second, Start + (2 * Second)], _ticks.Select(tick => tick.NowUsec));
    }

    [Fact]
    public void Who_is_late_does_one_tick_and_counts_the_lost_ones()
    {
        Pulse pulse = Run(updateEvery: 1, beats: 3,
            during: beat => _clock.Advance(beat == 1 ? 3_400_000 : 10));

        Assert.Equal([1L, 5, 6], _ticks.Select(tick => (tick.NowUsec - Start) / Second));
        Assert.Equal([0L, 3, 0], _ticks.Select(tick => tick.Lost));
        Assert.Equal(3, pulse.LostTicks);
    }

    [Fact]
    public void A_little_late_loses_nothing()
    {
        Run(updateEvery: 1, beats: 4, during: _ => _clock.Advance(950_000));

        Assert.Equal([1L, 2, 3, 4], _ticks.Select(tick => tick.NowUsec / Second - (Start / Second)));
        Assert.All(_ticks, tick => Assert.Equal(0, tick.Lost));
    }

    [Fact]
    public void A_wait_that_ends_early_is_no_beat()
    {
        _clock.EarlyUsec = 2_000;
        Run(updateEvery: 1, beats: 2);

        Assert.Equal(2, _ticks.Count);
        Assert.True(_clock.Waits > 2);
    }

    [Fact]
    public void A_clock_that_jumps_ahead_loses_nothing_and_is_told()
    {
        Run(updateEvery: 1, beats: 3, during: beat => _clock.Jump(beat == 1 ? 3600 * Second : 0));

        Assert.Equal([1L, 3602, 3603], _ticks.Select(tick => (tick.NowUsec - Start) / Second));
        Assert.Equal([0L, 3600 * Second, 0], _ticks.Select(tick => tick.JumpUsec));
        Assert.All(_ticks, tick => Assert.Equal(0, tick.Lost));
    }

    [Fact]
    public void A_clock_that_is_set_back_goes_on_at_once()
    {
        Run(updateEvery: 10, beats: 30, during: beat => _clock.Jump(beat == 12 ? -3600 * Second : 0));

        Assert.Equal([10L, -3587, -3580], _ticks.Select(tick => (tick.NowUsec - Start) / Second).Take(3));
        Assert.True(_clock.LongestWaitUsec <= Second);
    }

    [Fact]
    public void A_slew_of_ntp_is_no_jump()
    {
        Run(updateEvery: 1, beats: 100, during: _ => _clock.Jump(500));

        Assert.All(_ticks, tick => Assert.Equal(0, tick.JumpUsec));
    }

    [Fact]
    public void A_stop_from_anywhere_ends_it_without_another_beat()
    {
        var pulse = new Pulse(_clock, 600);
        pulse.EverySecond(_seconds.Add);
        _clock.OnWait = count =>
        {
            if (count == 4)
            {
                pulse.Stop();
            }
        };

        pulse.Run();

        Assert.Equal(3, _seconds.Count);
        Assert.True(_clock.WasWoken);
    }

    [Fact]
    public void What_an_action_throws_ends_the_pulse()
    {
        var pulse = new Pulse(_clock, 1);
        pulse.EveryTick(_ => throw new InvalidDataException("x"));

        Assert.Throws<InvalidDataException>(pulse.Run);
    }

    [Fact]
    public void A_beat_makes_no_garbage()
    {
        var pulse = new Pulse(_clock, 1);
        long sum = 0;
        pulse.EverySecond(tick => sum += tick.NowUsec);
        pulse.EveryTick(tick => sum -= tick.NowUsec);
        pulse.Start();
        _clock.Advance(Second);
        pulse.Beat();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            _clock.Advance(Second);
            pulse.Beat();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, sum);
    }

    [Fact]
    public void The_real_clock_wakes_when_told()
    {
        using var clock = new MachineClock();
        var pulse = new Pulse(clock, 600);
        pulse.Stop();

        pulse.Run();

        Assert.True(pulse.IsStopping);
    }

    private Pulse Run(int updateEvery, int beats, Action<int>? during = null)
    {
        var pulse = new Pulse(_clock, updateEvery);
        pulse.EverySecond(tick =>
        {
            _seconds.Add(tick);
            if (_seconds.Count == beats)
            {
                pulse.Stop();
            }
        });
        pulse.EveryTick(_ticks.Add);
        pulse.EverySecond(_ => during?.Invoke(_seconds.Count));
        pulse.Run();
        return pulse;
    }

    private sealed class SimulatedClock(long nowUsec) : IPulseClock
    {
        public long NowUsec { get; private set; } = nowUsec;

        public long MonotonicUsec { get; private set; } = 77;

        public long EarlyUsec { get; set; }

        public int Waits { get; private set; }

        public long LongestWaitUsec { get; private set; }

        public bool WasWoken { get; private set; }

        public Action<int>? OnWait { get; set; }

        public void Wait(long usec)
        {
            Waits++;
            LongestWaitUsec = Math.Max(LongestWaitUsec, usec);
            bool isEarly = usec > EarlyUsec && EarlyUsec > 0;
            Advance(isEarly ? usec - EarlyUsec : usec);
            OnWait?.Invoke(Waits);
        }

        public void Wake() => WasWoken = true;

        public void Advance(long usec)
        {
            NowUsec += usec;
            MonotonicUsec += usec;
        }

        public void Jump(long usec) => NowUsec += usec;
    }
}
