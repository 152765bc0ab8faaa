using System.Text.RegularExpressions;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>The documents name the test of each thing they say; the tests must exist.</summary>
public sealed class DocumentTests
{
    [Theory]
    [InlineData("differences.md", 30)]
    [InlineData("log-lines.md", 30)]
    public void Every_test_that_a_document_names_exists(string name, int least)
    {
        string text = File.ReadAllText(Path.Combine(Root(), "docs", name));
        MatchCollection named = Regex.Matches(text, @"`([A-Za-z]+Tests)\.([A-Za-z0-9_]+)`");
        Assert.True(named.Count >= least, $"{named.Count} tests are named");
        Type[] types = typeof(DocumentTests).Assembly.GetTypes();
        Assert.All(named, match => Assert.Contains(types, type => type.Name == match.Groups[1].Value
            && type.GetMethod(match.Groups[2].Value) != null));
    }

    [Fact]
    public void The_readme_leads_to_both()
    {
        string readme = File.ReadAllText(Path.Combine(Root(), "README.md"));
        Assert.Contains("docs/differences.md", readme);
        Assert.Contains("docs/log-lines.md", readme);
    }

    private static string Root()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Edge.slnx")))
        {
            at = at.Parent!;
        }

        return at.FullName;
    }
}
