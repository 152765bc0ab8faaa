using Edge.Query;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>Spec query 2, its worked examples and corners.</summary>
public sealed class WindowTests
{
    [Theory]
    [InlineData(2000)]
    [InlineData(2003)]
    public void The_worked_example_gives_sixty_rows_of_ten(long last)
    {
        Window window = Window.Resolve(QuestionText.Parse("after=-600&points=60"), 1000, last, 1);
        Assert.Equal((60, 10, 1401, 2000, 10), Shape(window));
        Assert.Equal(1410, window.RowSec(0));
        Assert.False(window.IsAbsolute);
    }

    [Fact]
    public void The_recorded_load_example_is_aligned_to_ten_seconds()
    {
        Window window = Window.Resolve(QuestionText.Parse("after=-30&points=3"), 1795343205, 1795343395, 5);
        Assert.Equal((3, 2, 1795343365, 1795343390, 10), Shape(window));
        Assert.Equal(1795343370, window.RowSec(0));
        Assert.Equal(1795343380, window.RowSec(1));
    }

    [Theory]
    [InlineData("after=0&before=0", 1000, 1001, 2000)]
    [InlineData("after=-600", 1000, 1401, 2000)]
    [InlineData("", 1000, 1401, 2000)]
    [InlineData("after=-5000", 1000, 1001, 2000)]
    [InlineData("after=100000200&before=100000300", 100000000, 100000201, 100000300)]
    [InlineData("after=100000300&before=100000200", 100000000, 100000201, 100000300)]
    [InlineData("after=-100&before=-50", 1000, 1851, 1950)]
    [InlineData("after=-100&before=50", 1000, 1001, 1050)]
    [InlineData("after=100&before=50", 1000, 1051, 1150)]
    [InlineData("after=0&before=-50", 1000, 1950, 1950)]
    public void Times_are_relative_to_what_is_kept(string query, long first, long from, long to)
    {
        Window window = Window.Resolve(QuestionText.Parse(query), first, first + 1000, 1);
        Assert.Equal((from, to), (window.After, window.Before));
    }

    [Fact]
    public void Relative_times_are_rounded_away_from_zero()
    {
        Window window = Window.Resolve(QuestionText.Parse("after=-15"), 100000000, 100001000, 10);
        Assert.Equal((2, 1), (window.Rows, window.Group));
        window = Window.Resolve(QuestionText.Parse("before=15&after=-11"), 100000000, 100001000, 10);
        Assert.Equal((100000010, 100000020), (window.After, window.Before));
    }

    [Theory]
    [InlineData("after=60", 0)]
    [InlineData("after=100000100&before=100000100", 0)]
    [InlineData("after=99000000&before=99000100", 0)]
    public void A_window_without_width_is_empty(string query, long rows)
    {
        Window window = Window.Resolve(QuestionText.Parse(query), 100001000, 100002000, 1);
        Assert.True(window.IsEmpty);
        Assert.Equal((rows, 0, 0, 0, 1), Shape(window));
    }

    [Fact]
    public void Only_two_timestamps_make_an_absolute_window()
    {
        Assert.True(Resolve("after=100000100&before=100000200").IsAbsolute);
        Assert.False(Resolve("after=100000100&before=0").IsAbsolute);
        Assert.False(Resolve("after=-100&before=100000200").IsAbsolute);
        Assert.False(Resolve("after=94608000&before=100000200").IsAbsolute);
    }

    [Theory]
    [InlineData(7, 14, 7)]
    [InlineData(100, 1, 100)]
    [InlineData(60, 2, 50)]
    [InlineData(67, 1, 100)]
    [InlineData(66, 2, 50)]
    [InlineData(0, 1, 100)]
    public void Groups_grow_when_more_than_half_the_points_are_left(int points, long group, long rows)
    {
        Window window = Resolve($"after=-100&points={points}&options=unaligned");
        Assert.Equal((group, rows), (window.Group, window.Rows));
    }

    [Fact]
    public void The_window_may_begin_in_the_past_when_allowed()
    {
        Window window = Resolve("after=-2000&options=allow_past");
        Assert.Equal((2000, 100000001 - 1000), (window.Rows, window.After));
        Assert.Equal(1000, Resolve("after=-2000").Rows);
    }

    [Fact]
    public void Resampling_widens_the_group_to_whole_intervals()
    {
        // 60 seconds wanted per value, 20 samples a row: one row of 60.
        Window window = Resolve("after=-60&gtime=60&points=3");
        Assert.Equal((60, 1.0), (window.Group, window.Divisor));

        // A window shorter than the interval is widened to it.
        window = Resolve("after=-10&gtime=60&points=1");
        Assert.Equal((60, 1.0), (window.Group, window.Divisor));

        // 90 = 60 + 30, more than a tenth over: widened to 120.
        window = Resolve("after=-90&gtime=60&points=1&options=unaligned");
        Assert.Equal((120, 2.0), (window.Group, window.Divisor));

        Assert.Equal(0, Resolve("after=-60&gtime=1").Divisor);
    }

    [Fact]
    public void A_group_larger_than_the_interval_of_resampling_is_rounded_up_to_it()
    {
        Window window = Resolve("after=-600&gtime=45&points=10&options=unaligned");
        Assert.Equal(0, window.Group % 45);
        Assert.Equal(2.0, window.Divisor);
    }

    [Theory]
    [InlineData("after=-99999999999999999999&before=99999999999999999999")]
    [InlineData("after=-99999999999999999999&before=0&options=allow_past&points=-9223372036854775808")]
    [InlineData("after=1&before=999999999999999999&gtime=99999999999999999")]
    [InlineData("gtime=-5&points=99999999999999")]
    public void Monstrous_numbers_do_no_harm(string query)
    {
        Window window = Resolve(query);
        Assert.True(window.Rows >= 0);
        Assert.True(window.IsEmpty || window.Group > 0);
    }

    private static Window Resolve(string query) =>
        Window.Resolve(QuestionText.Parse(query), 100000000, 100001000, 1);

    private static (long, long, long, long, long) Shape(Window window) =>
        (window.Rows, window.Group, window.After, window.Before, window.ViewUpdateEvery);
}
