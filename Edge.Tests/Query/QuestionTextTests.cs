using Edge.Query;
using Xunit;

namespace Edge.Tests.Query;

/// <summary>Spec query 1: how a request is read.</summary>
public sealed class QuestionTextTests
{
    [Fact]
    public void Defaults_apply_to_what_is_not_said()
    {
        Question question = QuestionText.Parse("");
        Assert.Null(question.Chart);
        Assert.Equal((-600, 0, 0, 0), (question.After, question.Before, question.Points,
            question.ResamplingSeconds));
        Assert.Equal((Grouping.Average, TableFormat.Json), (question.Grouping, question.Format));
        Assert.Equal(0, QuestionText.Parse("after=0").After);
        Assert.Equal(-600, QuestionText.Parse("after=&=5&&after").After);
    }

    [Fact]
    public void The_last_of_a_name_wins_but_dimensions_and_options_add_up()
    {
        Question question = QuestionText.Parse(
            "chart=a&chart=b=c&dim=x&dimensions=y|z&options=flip&options=abs nonzero|what,ms&points=-7&x=y");
        Assert.Equal("b=c", question.Chart);
        Assert.Equal("x|y|z", question.Dimensions);
        Assert.Equal(7, question.Points);
        Assert.Equal(
            TableOptions.Reversed | TableOptions.Absolute | TableOptions.NonZero | TableOptions.Milliseconds,
            question.Options);
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData("-12x9", -12)]
    [InlineData("abc", 0)]
    [InlineData("+5", 0)]
    [InlineData("-", 0)]
    [InlineData("99999999999999999999999", Limits.TimeSecondsMax)]
    public void Integers_are_read_leniently(string text, long expected) =>
        Assert.Equal(expected, Pairs.Integer(text));

    [Fact]
    public void What_goes_into_scripts_and_headers_is_cleaned()
    {
        Question question = QuestionText.Parse(
            "callback=a(b)&filename=x\r\ny.json&"
                + "tqx=version:1<;reqId:é;sig:77x;out:html;responseHandler:h-1.2_;bad;:;x:");
        Assert.Equal(("h-1.2_", "x__y.json"), (question.Callback, question.FileName));
        Assert.Equal(("1_", "_", 77), (question.GoogleVersion, question.GoogleRequestId,
            question.GoogleSignature));
        Assert.Equal(TableFormat.Html, question.Format);
    }

    [Theory]
    [InlineData("abs", "Absolute")]
    [InlineData("absolute-sum", "Absolute")]
    [InlineData("reversed", "Reversed")]
    [InlineData("milliseconds", "Milliseconds")]
    [InlineData("google-json", "GoogleJson")]
    [InlineData("display-absolute", "DisplayAbsolute")]
    [InlineData("allow_past", "AllowPast")]
    [InlineData("showcustomvars", "CustomVariables")]
    [InlineData("natural-points", "None")]
    [InlineData("Abs", "None")]
    public void Options_have_synonyms(string word, string option) =>
        Assert.Equal(option, OptionNames.Parse(word).ToString());

    [Fact]
    public void Options_are_told_in_canonical_order() => Assert.Equal(
        "nonzero flip jsonwrap min2max ms absolute seconds null2zero objectrows google_json percentage "
            + "unaligned",
        OptionNames.Of((TableOptions)(-1)));

    [Theory]
    [InlineData("user", "user", true)]
    [InlineData("user", "users", false)]
    [InlineData("us*", "user", true)]
    [InlineData("*er", "user", true)]
    [InlineData("*s*r", "user", true)]
    [InlineData("u*e*", "use", true)]
    [InlineData("*", "x", true)]
    [InlineData("*", "", false)]
    [InlineData("!user,*", "user", false)]
    [InlineData("!user,*", "nice", true)]
    [InlineData("!us*|user", "user", false)]
    [InlineData("user nice", "user", false)]
    [InlineData("user nice", "user nice", true)]
    [InlineData("a\\*b", "a*b", true)]
    [InlineData("a\\*b", "axb", false)]
    [InlineData("a\\,b,c", "a,b", true)]
    [InlineData(",,", "x", false)]
    [InlineData("!", "x", false)]
    [InlineData("a*b*b", "abb", true)]
    [InlineData("a*b*b", "ab", false)]
    [InlineData("User", "user", false)]
    public void Patterns_are_tried_left_to_right(string list, string text, bool expected) =>
        Assert.Equal(expected, new NamePatterns(list).Matches(text));
}
