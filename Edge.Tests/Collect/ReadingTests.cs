using System.Text;
using Edge.Collect;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Collect;

/// <summary>Lines, words, numbers, periods, files.</summary>
public class ReadingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a\n", "a")]
    [InlineData("a\n\nb", "a||b")]
    [InlineData("\n", "")]
    public void Lines_end_at_newlines(string text, string expected)
    {
        var found = new List<string>();
        var lines = new Lines(Encoding.UTF8.GetBytes(text));
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            found.Add(Encoding.UTF8.GetString(line));
        }

        Assert.Equal(expected, string.Join('|', found));
    }

    [Fact]
    public void Words_stand_between_blanks_what_cannot_be_printed_and_the_separators_of_the_file()
    {
        var words = new Words("  a:b\t\x01 cé d"u8, Separators.Colon);
        Assert.Equal("a"u8, words.Next());
        Assert.Equal("b"u8, words.Next());
        Assert.Equal("c"u8, words.Next());
        Assert.Equal("d"u8, words.Next());
        Assert.True(words.Next().IsEmpty);
        Assert.Equal(4, words.Taken);
        Assert.Equal("a:b"u8, new Words("a:b"u8, Separators.Blanks).Next());
        Assert.Equal("a"u8, new Words("a=b"u8, Separators.Equal).Next());
        Assert.Equal("1"u8, new Words("1/2"u8, Separators.CommaColonBarAndSlash).Next());
    }

    [Theory]
    [InlineData("123", 123)]
    [InlineData("12ab", 12)]
    [InlineData("-5", 0)]
    [InlineData("", 0)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("18446744073709551616", 0)]
    public void Numbers_are_leading_digits(string text, ulong expected)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text + " 7");
        var words = new Words(bytes, Separators.Blanks);
        Assert.Equal(text.Length == 0 ? 7 : expected, words.Number());
        Assert.Equal(text.Length == 0 ? 0u : 7u, words.Number());
        Assert.Equal(expected, Numbers.Unsigned(Encoding.ASCII.GetBytes(text)));
    }

    [Theory]
    [InlineData("0.29", 3, 290)]
    [InlineData("4.35", 3, 4350)]
    [InlineData("1.999", 2, 199)]
    [InlineData("7", 2, 700)]
    [InlineData("7.", 2, 700)]
    [InlineData("-1.5", 1, -15)]
    [InlineData("1.2.3", 3, 1200)]
    [InlineData("x", 3, 0)]
    public void Decimals_are_truncated_digit_by_digit(string text, int decimals, long expected) =>
        Assert.Equal(expected, Numbers.Fixed(Encoding.ASCII.GetBytes(text), decimals));

    [Theory]
    [InlineData("0000000a", 10)]
    [InlineData("FFfg", 0xfff)]
    [InlineData("", 0)]
    public void Hexadecimal_digits_are_read_in_both_cases(string text, ulong expected) =>
        Assert.Equal(expected, Numbers.Hex(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_pace_forgives_jitter_and_a_clock_that_was_set_back()
    {
        var pace = new Pace(5);
        Assert.True(pace.IsDue(100_000_000));
        Assert.False(pace.IsDue(104_000_000));
        Assert.True(pace.IsDue(104_999_000));
        Assert.False(pace.IsDue(109_400_000));
        Assert.True(pace.IsDue(109_600_000));
        Assert.True(pace.IsDue(50_000_000));
        Assert.False(pace.IsDue(51_000_000));
    }

    [Fact]
    public void A_file_is_read_whole_whatever_the_buffer_and_again_when_it_changed()
    {
        using var tree = new ProcTree().Write("/a", new string('x', 100_000));
        using var file = new ProcFile(tree.PathOf("/a"));
        byte[] buffer = [];
        Assert.Equal(100_000, file.Read(ref buffer, 200_000));
        tree.Write("/a", "hello");
        Assert.Equal(5, file.Read(ref buffer, 200_000));
        Assert.Equal("hello"u8, buffer.AsSpan(0, 5));
        tree.Write("/a", "");
        Assert.Equal(0, file.Read(ref buffer, 200_000));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_may_have_just_so_many_bytes(bool keepOpen)
    {
        using var tree = new ProcTree().Write("/a", new string('x', 1000));
        using var file = new ProcFile(tree.PathOf("/a"), keepOpen);
        byte[] buffer = new byte[10];
        Assert.Equal(1000, file.Read(ref buffer, 1000));
        Assert.Equal(ProcFile.TooLarge, file.Read(ref buffer, 999));
        Assert.Equal(1000, file.Read(ref buffer, 1000));
        Assert.True(buffer.Length <= 1001);
    }

    [Fact]
    public void What_never_ends_is_too_large_and_what_cannot_be_read_fails_with_the_kernels_number()
    {
        byte[] buffer = [];
        using var endless = new ProcFile("/dev/zero");
        Assert.Equal(ProcFile.TooLarge, endless.Read(ref buffer, 100_000));
        using var absent = new ProcFile("/does/not/exist");
        Assert.Equal(-1, absent.Read(ref buffer, 100_000));
        Assert.Equal(2, absent.LastError);
        Assert.False(absent.IsReadable());
        using var folder = new ProcFile("/proc");
        Assert.Equal(-1, folder.Read(ref buffer, 100_000));
        Assert.Equal(21, folder.LastError);
        Assert.True(folder.IsReadable());
    }

    [Fact]
    public void A_file_that_appears_is_read_by_the_same_object()
    {
        using var tree = new ProcTree();
        using var file = new ProcFile(tree.PathOf("/late"));
        byte[] buffer = [];
        Assert.Equal(-1, file.Read(ref buffer, 100));
        tree.Write("/late", "now");
        Assert.Equal(3, file.Read(ref buffer, 100));
    }

    [Fact]
    public void Devices_are_known_by_their_numbers_through_links_too()
    {
        using var tree = new ProcTree().Write("/plain", "x");
        File.CreateSymbolicLink(tree.PathOf("/link"), "/dev/null");
        Assert.Equal(new DeviceNumber(1, 3), DeviceNumber.Of("/dev/null"));
        Assert.Equal(new DeviceNumber(1, 3), DeviceNumber.Of(tree.PathOf("/link")));
        Assert.Null(DeviceNumber.Of(tree.PathOf("/plain")));
        Assert.Null(DeviceNumber.Of("/does/not/exist"));
    }

    [Fact]
    public void Visiting_a_processor_leaves_the_thread_where_it_may_run()
    {
        string before = Allowed();
        Processor.Visit(0);
        Processor.Visit(1_000_000);
        Assert.Equal(before, Allowed());

        static string Allowed() => Array.Find(
            File.ReadAllLines("/proc/thread-self/status"), line => line.StartsWith("Cpus_allowed:"))!;
    }

    [Theory]
    [InlineData("/sys/%s/speed", "/sys/a/speed")]
    [InlineData("/cpu%zu/state%zu/x", "/cpua/stateb/x")]
    [InlineData("/%lu:%lu/%s", "/a:b/%s")]
    [InlineData("/none", "/none")]
    [InlineData("100%", "100%")]
    public void Places_of_a_path_are_filled_in_their_order(string template, string expected) =>
        Assert.Equal(expected, Site.Fill(template, "a", "b"));
}
