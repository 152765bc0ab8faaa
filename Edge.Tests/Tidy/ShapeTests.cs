using Xunit;
using Xunit.Abstractions;

namespace Edge.Tests.Tidy;

/// <summary>Files, types and functions: where they lie and how long they are.</summary>
public sealed class ShapeTests(ITestOutputHelper output)
{
    private const int FunctionLinesMax = 70;
    private const int LineColumnsMax = 110;
    private const int FileLinesMax = 700;

    private static readonly string[] BadNames =
        ["Common", "Core", "Shared", "Internal", "Models", "Services"];

    private static readonly string[] BadEndings =
        ["Util", "Utils", "Helper", "Helpers", "Impl", "Service", "Manager", "Provider"];

    [Fact]
    public void TheNamespaceIsTheFolder() => Verdict.None(
        from file in Checkout.Sources
        let folder = file.Path[..file.Path.LastIndexOf('/')].Replace('/', '.')
        where file.Outline.Namespace != folder
        select file.At(1, $"namespace {file.Outline.Namespace ?? "(none)"} in the folder of {folder}"));

    [Fact]
    public void TheProgramAloneLivesInTheTopNamespace() => Verdict.None(
        from file in Checkout.Program
        where file.Room == "" && file.Path != "Edge/Program.cs"
        select file.At(1, "belongs into a room"));

    [Fact]
    public void OneFileHoldsOneTypeOfItsName() => Verdict.None(
        from file in Checkout.Sources
        let top = file.Outline.Types.Where(type => !type.IsNested).ToList()
        where top.Count != 1 || top[0].Name != file.Stem
        let found = top.Count == 0 ? "no type" : string.Join(", ", top.Select(type => type.Name))
        select file.At(1, $"holds {found} instead of {file.Stem} alone"));

    [Fact]
    public void NothingOfTheProgramIsPublic() => Verdict.None(
        from file in Checkout.Program
        from type in file.Outline.Types
        where !type.IsNested && type.Modifiers.Contains("public")
        select file.At(type.Line, $"{type.Name} is public, but nobody outside can call it"));

    [Fact]
    public void NoRoomOrTypeHasANameThatSaysNothing() => Verdict.None(
        from file in Checkout.Program
        from name in file.Outline.Types.FindAll(type => !type.IsNested).ConvertAll(type => type.Name)
            .Append(file.Room)
        where BadNames.Contains(name) || Array.Exists(BadEndings, name.EndsWith)
        select file.At(1, $"'{name}' says nothing"));

    [Fact]
    public void FunctionsFitOnAScreen() => Verdict.None(
        from file in Checkout.Sources
        from function in file.Outline.Functions
        where function.Lines > FunctionLinesMax
        let what = $"{function.Name} has {function.Lines} lines, at most {FunctionLinesMax}"
        select file.At(function.Line, what));

    [Fact]
    public void LinesFitOnAScreen() => Verdict.None(
        from file in Checkout.Sources
        from line in file.Lines.Select((text, index) => (text.TrimEnd('\r').Length, Number: index + 1))
        where line.Length > LineColumnsMax
        select file.At(line.Number, $"{line.Length} columns, at most {LineColumnsMax}"));

    [Fact]
    public void FilesEndBeforeTheWall() => Verdict.None(
        from file in Checkout.Sources
        where file.Lines.Length > FileLinesMax
        select file.At(FileLinesMax, $"{file.Lines.Length} lines, at most {FileLinesMax}"));

    [Fact]
    public void NoRegions() => Verdict.None(
        from file in Checkout.Sources
        from directive in file.Directives
        where directive.Text.Replace(" ", "").StartsWith("#region", StringComparison.Ordinal)
        select file.At(directive.Line, "#region"));

    /// <summary>12 to 18 percent is the aim; reported, not enforced.</summary>
    [Fact]
    public void CommentsAreReported()
    {
        foreach (IGrouping<string, SourceFile> room in Checkout.Program.GroupBy(file => file.Room))
        {
            int lines = room.Sum(file => file.Lines.Length);
            int comments = room.Sum(file => file.Comments.Sum(token => token.LastLine - token.Line + 1));
            string name = room.Key == "" ? "(top)" : room.Key;
            double percent = 100.0 * comments / lines;
            output.WriteLine($"{name,-10} {room.Count(),4} files {lines,6} lines {percent,5:0.0} % comments");
        }

        Assert.NotEmpty(Checkout.Program);
    }
}
