using Edge.Text;
using Xunit;

namespace Edge.Tests.Text;

/// <summary>Spec config 3; the rows about stars beside stars were asked of a real netdata 1.37.1.</summary>
public class SimplePatternTests
{
    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "abcd", false)]
    [InlineData("abc", "ABC", false)]
    [InlineData("abc*", "abc", true)]
    [InlineData("abc*", "abcdef", true)]
    [InlineData("abc*", "xabc", false)]
    [InlineData("*abc", "xyzabc", true)]
    [InlineData("*abc", "abcx", false)]
    [InlineData("*abc*", "xabcx", true)]
    [InlineData("*abc*", "xabx", false)]
    [InlineData("a*b*c", "axxbyyc", true)]
    [InlineData("a*b*c", "axbxbc", true)]
    [InlineData("a*b*c", "abcx", false)]
    [InlineData("a*b*c", "xabc", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("*ab*ab", "ab", false)]
    [InlineData("*ab*ab", "abab", true)]
    public void A_word_matches_by_where_its_stars_are(string list, string text, bool expected) =>
        Assert.Equal(expected, SimplePattern.Parse(list).Matches(text));

    [Theory]
    [InlineData("**", "x", true)]
    [InlineData("***", "x", false)]
    [InlineData("***", "x*y", true)]
    [InlineData("**a", "xa", false)]
    [InlineData("**a", "*a", true)]
    [InlineData("**a", "x*a", true)]
    [InlineData("**a*", "xay", false)]
    [InlineData("**a*", "x*ay", true)]
    [InlineData("a**b", "a*b", true)]
    [InlineData("a**b", "axb", false)]
    [InlineData("a**b", "ax*b", true)]
    [InlineData("a**b", "a*xb", false)]
    [InlineData("a***b", "a*b", false)]
    [InlineData("a***b", "a**b", true)]
    [InlineData("a**", "ab", true)]
    [InlineData("a**", "a*", true)]
    public void A_star_after_a_star_is_an_ordinary_character(string list, string text, bool expected) =>
        Assert.Equal(expected, SimplePattern.Parse(list).Matches(text));

    [Theory]
    [InlineData("!10.1.2.3 10.*", "10.1.2.3", false)]
    [InlineData("!10.1.2.3 10.*", "10.9.9.9", true)]
    [InlineData("!10.1.2.3 10.*", "11.0.0.1", false)]
    [InlineData("* !a", "a", true)]
    [InlineData("!a", "b", false)]
    [InlineData("!a", "a", false)]
    [InlineData("! foo", "foo", true)]
    [InlineData("system.* !system.cpu", "system.cpu", true)]
    [InlineData("!*ab* *", "xabx", false)]
    public void The_first_word_that_matches_decides(string list, string text, bool expected) =>
        Assert.Equal(expected, SimplePattern.Parse(list).Matches(text));

    [Theory]
    [InlineData(@"a\ b", "a b", true)]
    [InlineData(@"a\ b", "a", false)]
    [InlineData(@"\!a", "!a", true)]
    [InlineData(@"a\\b", @"a\b", true)]
    [InlineData(@"a\*", "abc", true)]
    [InlineData(@"a\*b", "axb", true)]
    [InlineData("a\\", "a\\", true)]
    public void A_backslash_protects_separators_and_the_exclamation_mark_but_no_star(
        string list, string text, bool expected) =>
        Assert.Equal(expected, SimplePattern.Parse(list).Matches(text));

    [Theory]
    [InlineData("a\tb\rc\nd\fe\vf")]
    [InlineData("  a b  c d e f ")]
    public void Words_stand_between_any_white_space(string list)
    {
        SimplePattern pattern = SimplePattern.Parse(list);
        foreach (string word in new[] { "a", "b", "c", "d", "e", "f" })
        {
            Assert.True(pattern.Matches(word));
        }
    }

    [Fact]
    public void A_comma_is_no_separator()
    {
        Assert.True(SimplePattern.Parse("a,b").Matches("a,b"));
        Assert.False(SimplePattern.Parse("a,b").Matches("a"));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("**")]
    [InlineData("a*")]
    public void An_empty_text_never_matches(string list) =>
        Assert.False(SimplePattern.Parse(list).Matches(""));

    [Theory]
    [InlineData("", true)]
    [InlineData(" \t", true)]
    [InlineData("! ", true)]
    [InlineData("!a", false)]
    public void A_list_without_words_is_empty_and_matches_nothing(string list, bool isEmpty)
    {
        SimplePattern pattern = SimplePattern.Parse(list);
        Assert.Equal(isEmpty, pattern.IsEmpty);
        Assert.False(pattern.Matches("a"));
    }

    [Fact]
    public void Parts_are_found_in_linear_time_whatever_the_pattern()
    {
        string list = string.Concat(Enumerable.Repeat("*a", 2_000)) + "b";
        Assert.False(SimplePattern.Parse(list).Matches(new string('a', 10_000)));
    }
}
