using System.Text.RegularExpressions;
using Xunit;

namespace Edge.Tests.Tidy;

/// <summary>docs/log-lines.md against the code: what is logged of files is told there.</summary>
public sealed partial class LogDocumentTests
{
    private static readonly string[] s_levels = ["Info", "Error", "Fatal"];

    /// <summary>Those that say something about kept samples.</summary>
    private static IEnumerable<SourceFile> Sources => Checkout.Program.Where(
        file => file.Room == "Archive" || file.Path == "Edge/Boot/Shelves.cs");

    [Fact]
    public void EveryLineAboutFilesIsInTheDocument()
    {
        string[] rows = [.. Document().Split('\n').Select(Plain)];
        (string Where, string[] Parts)[] lines = [.. Sources.SelectMany(Logged)];
        Assert.True(lines.Length >= 25, $"{lines.Length} lines are logged");
        Verdict.None(
            from line in lines
            where !rows.Any(row => line.Parts.All(row.Contains))
            select $"{line.Where}: {string.Join(" ... ", line.Parts)}");
    }

    [Fact]
    public void EveryReasonIsInTheDocument()
    {
        string document = Plain(Document());
        Verdict.None(
            from file in Sources
            from token in file.Code
            where token.Kind == TokenKind.Text
            let text = Plain(Words(token.Text))
            where text.Count(c => c == ' ') >= 2 && !IsNeverSaid(file, token) && !document.Contains(text)
            select file.At(token.Line, text));
    }

    /// <summary>Statements that log, and the words of each between what is inserted.</summary>
    private static IEnumerable<(string Where, string[] Parts)> Logged(SourceFile file) =>
        from level in s_levels
        from at in file.Find("Log", ".", level)
        let parts = Argument(file, at).Where(text => text.Any(char.IsAsciiLetter)).ToArray()
        where parts.Length > 0
        select (file.At(file.Code[at].Line, level), parts);

    /// <summary>Literals up to the end of the statement, its tag left out.</summary>
    private static IEnumerable<string> Argument(SourceFile file, int at) =>
        from token in file.Code.Skip(at).TakeWhile(token => !token.Is(";"))
        where token.Kind == TokenKind.Text
        let text = Plain(Words(token.Text))
        where text is not ("MAIN" or "DBENGINE" or "KEEPER" or "memory")
        select text;

    /// <summary>What a bug says is for who mends it; others are no text, or the text of nothing.</summary>
    private static bool IsNeverSaid(SourceFile file, Token token) => Array.Exists(
        ["Exception(", "Magic =>", "Damage.None =>"],
        file.Lines[token.Line - 1].Contains);

    /// <summary>Without quotes, and the braces that inserted values stand in.</summary>
    private static string Words(string literal) => literal.Trim('$', '"', '{', '}');

    private static string Document() =>
        File.ReadAllText(Path.Combine(Checkout.Root, "docs", "log-lines.md"));

    private static string Plain(string text) =>
        Space().Replace(text, " ").Trim(' ', '.', ':', '\'', ',', ';');

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
