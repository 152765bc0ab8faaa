using System.Text.RegularExpressions;
using Xunit;

namespace Edge.Tests.Tidy;

/// <summary>What must not stand in any text of the checkout.</summary>
public sealed partial class TextTests
{
    [Fact]
    public void NothingIsLeftToDo() => Verdict.None(
        from file in Checkout.Sources
        from comment in file.Comments
        where Undone().IsMatch(comment.Text)
        select file.At(comment.Line, comment.Text.Trim()));

    [Fact]
    public void NoPathOfOneMachine() => Verdict.None(
        from text in Checkout.Sources.Select(file => (file.Path, file.Lines)).Concat(
            from path in Checkout.OtherTexts()
            select (Path: Checkout.Relative(path), Lines: File.ReadAllLines(path)))
        from line in text.Lines.Select((text, index) => (Text: text, Number: index + 1))
        where MachinePath().IsMatch(line.Text)
        select $"{text.Path}:{line.Number}: {line.Text.Trim()}");

    [Fact]
    public void NoCodeIsCommentedOut() => Verdict.None(
        from file in Checkout.Sources
        from comment in file.Comments
        where DeadCode().IsMatch(comment.Text)
        select file.At(comment.Line, comment.Text.Trim()));

    [GeneratedRegex(@"\b(TODO|FIXME|XXX|HACK)\b")]
    private static partial Regex Undone();

    // The folders of developers' machines; written so that this line does not match itself.
    [GeneratedRegex(@"(?<![\w.])/(?:work|root|Users|mnt)/[a-z]")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"^//(?!/).*;\s*$")]
    private static partial Regex DeadCode();
}
