using System.Text;
using Edge.Boot;
using Xunit;

namespace Edge.Tests.Boot;

/// <summary>The reading rules of spec config 1, each with the line that shows it.</summary>
public sealed class IniTextTests
{
    private readonly List<ConfigProblem> _problems = [];

    [Theory]
    [InlineData("[a]\nb = c", "a", "b", "c")]
    [InlineData("  [a]  \n\t b\t=  c d \t", "a", "b", "c d")]
    [InlineData("[a]\r\nb = c\r\n", "a", "b", "c")]
    [InlineData("[ a ]\nb = c", " a ", "b", "c")]
    [InlineData("[]\nb = c", "", "b", "c")]
    [InlineData("[a]\nb = c # d", "a", "b", "c # d")]
    [InlineData("[a]\nb = c ; d", "a", "b", "c ; d")]
    [InlineData("[a]\nb = c = d", "a", "b", "c = d")]
    [InlineData("[a]\nb =", "a", "b", "")]
    [InlineData("[a]\nb = \"c\"", "a", "b", "\"c\"")]
    [InlineData("[a]\nb = \"", "a", "b", "\"")]
    [InlineData("[a]\nb = 'c'", "a", "b", "'c'")]
    [InlineData("[a]\nb = c\\", "a", "b", "c\\")]
    [InlineData("[a]\n; b = c", "a", "; b", "c")]
    [InlineData("[a]\n/proc/stat = no", "a", "/proc/stat", "no")]
    [InlineData("[plugin:proc:/proc/stat]\nper cpu = no", "plugin:proc:/proc/stat", "per cpu", "no")]
    [InlineData("[a]\n[b] x = c", "a", "[b] x", "c")]
    [InlineData("[a] x = [c]", null, null, null)]
    [InlineData("[a]\nb:c = d", "a", "b:c", "d")]
    [InlineData("[a]\nb = x\rz", "a", "b", "x\rz")]
    [InlineData("[a]\nb~0041 = ~0041", "a", "b~0041", "~0041")]
    [InlineData("[\u00fcber]\n\u00d6l = 5\u00a0\u00b0C \u00a0", "\u00fcber", "\u00d6l",
        "5\u00a0\u00b0C \u00a0")]
    public void A_line_is_read_as_the_reference_reads_it(string text, string? section, string? name,
        string? value)
    {
        List<IniLine> lines = Read(text);

        if (section == null)
        {
            Assert.Empty(lines);
            return;
        }

        IniLine line = Assert.Single(lines);
        Assert.Equal((section, name, value), (line.Section, line.Name, line.Value));
        Assert.Empty(_problems);
    }

    [Theory]
    [InlineData("[a]\n\n  some words\nb = c", 3,
        "CONFIG: ignoring line 3 ('some words') of file 'f', there is no = in it.")]
    [InlineData("b = c\n[a]\n", 1,
        "CONFIG: ignoring line 1 ('b = c') of file 'f', it is outside all sections.")]
    [InlineData("[a]\n = c", 2, "CONFIG: ignoring line 2 of file 'f', name is empty.")]
    [InlineData("[a]\n[b] # c", 2, "CONFIG: ignoring line 2 ('[b] # c') of file 'f', there is no = in it.")]
    [InlineData("[a]\n[", 2, "CONFIG: ignoring line 2 ('[') of file 'f', there is no = in it.")]
    [InlineData("\ufeff[a]\nb = c", 1,
        "CONFIG: ignoring line 1 ('\ufeff[a]') of file 'f', it is outside all sections.")]
    public void A_line_without_sense_is_reported_with_its_place_and_skipped(string text, int line,
        string problem)
    {
        Read(text);

        Assert.Equal((line, problem, true), (_problems[0].Line, _problems[0].Text, _problems[0].IsError));
    }

    [Fact]
    public void The_last_of_equal_names_wins_with_its_line_and_sections_are_merged()
    {
        List<IniLine> lines = Read("[a]\nx = 1\n[b]\nx = 2\n[a]\ny = 3\nx = 4\n");

        Assert.Equal(
            [new IniLine("a", "x", "4", 7), new IniLine("b", "x", "2", 4), new IniLine("a", "y", "3", 6)],
            lines);
    }

    [Fact]
    public void Letter_case_tells_names_apart()
    {
        List<IniLine> lines = Read("[a]\nx = 1\nX = 2\n[A]\nx = 3\n");

        Assert.Equal(["1", "2", "3"], lines.Select(line => line.Value));
        Assert.Equal(["a", "a", "A"], lines.Select(line => line.Section));
    }

    [Fact]
    public void A_colon_cannot_make_two_options_the_same()
    {
        List<IniLine> lines = Read("[a:b]\nc = 1\n[a]\nb:c = 2\n");

        Assert.Equal(["1", "2"], lines.Select(line => line.Value));
    }

    [Fact]
    public void A_line_of_more_than_8191_bytes_is_several_lines()
    {
        string first = "b = " + new string('x', Limits.LineBytes - 4);

        List<IniLine> lines = Read($"[a]\n{first}c = d\ne = f");

        Assert.Equal([new IniLine("a", "b", first[4..], 2), new IniLine("a", "c", "d", 2),
            new IniLine("a", "e", "f", 3)],
            lines);
    }

    [Fact]
    public void A_zero_byte_ends_its_line_and_broken_utf8_harms_nobody()
    {
        byte[] bytes = [.. "[a]\nb = c\0 # hidden\nd = "u8, 0xff, 0xc3];

        List<IniLine> lines = IniText.Read("f", bytes, _problems);

        Assert.Equal(["c", "\ufffd\ufffd"], lines.Select(line => line.Value));
    }

    [Fact]
    public void A_file_of_rubbish_gets_a_bounded_number_of_problems()
    {
        Read("[a]\n" + string.Concat(Enumerable.Repeat("rubbish\n", 5000)));

        Assert.Equal(Limits.Problems + 1, _problems.Count);
        Assert.Contains("4900 more lines", _problems[^1].Text);
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(4711);
        byte[] alphabet = "[]=#;/ \t\r\n\"'~:aA0\0\xff"u8.ToArray();
        for (int round = 0; round < 3000; round++)
        {
            var bytes = new byte[random.Next(300)];
            if (round % 2 == 0)
            {
                random.NextBytes(bytes);
            }
            else
            {
                for (int i = 0; i < bytes.Length; i++)
                {
                    bytes[i] = alphabet[random.Next(alphabet.Length)];
                }
            }

            List<IniLine> lines = IniText.Read("f", bytes, []);
            Assert.True(lines.Count <= bytes.Length);
            Assert.DoesNotContain(lines, line => line.Name.Length == 0);
        }
    }

    [Fact]
    public void Every_prefix_of_a_real_file_can_be_read()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Examples.ParentStream + Examples.CollectorNode);
        for (int length = 0; length <= bytes.Length; length++)
        {
            IniText.Read("f", bytes.AsSpan(0, length), []);
        }
    }

    private List<IniLine> Read(string text) => IniText.Read("f", Encoding.UTF8.GetBytes(text), _problems);
}
