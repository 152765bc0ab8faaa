using System.Text;
using Edge.Store;
using Xunit;

namespace Edge.Tests.Store;

public class NamesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("system.cpu0", "system.cpu0")]
    [InlineData("a-b_c d/e:f", "a_b_c_d_e_f")]
    [InlineData("ü", "_")]
    public void Names_keep_letters_digits_and_dots(string text, string clean) =>
        Assert.Equal(clean, Names.CleanName(text));

    [Fact]
    public void Texts_are_cleaned_byte_by_byte()
    {
        for (int i = 0; i < 256; i++)
        {
            char c = (char)i;
            string expected = c switch
            {
                '\\' => "/",
                '"' => "'",
                <= ' ' or '\x7f' => " ",
                > '\x7f' => "__",
                _ => c.ToString(),
            };
            Assert.Equal("a" + expected + "b", Names.CleanText($"a{c}b"));
        }

        Assert.Equal("____/", Names.CleanText("🐘\\"));
        string plain = "nothing to do";
        Assert.Same(plain, Names.CleanText(plain));
    }

    [Theory]
    [InlineData("absolute", 0)]
    [InlineData("incremental", 1)]
    [InlineData("percentage-of-incremental-row", 2)]
    [InlineData("percentage-of-absolute-row", 3)]
    public void Algorithms_have_the_names_and_numbers_of_the_wire(string name, int number)
    {
        Assert.Equal(number, (int)AlgorithmNames.Parse(Encoding.UTF8.GetBytes(name)));
        Assert.Equal(name, AlgorithmNames.Of((Algorithm)number));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Incremental")]
    [InlineData("incremental ")]
    public void Other_algorithms_are_absolute(string name) =>
        Assert.Equal(Algorithm.Absolute, AlgorithmNames.Parse(Encoding.UTF8.GetBytes(name)));

    [Theory]
    [InlineData("none")]
    [InlineData("ram")]
    [InlineData("save")]
    [InlineData("map")]
    [InlineData("alloc")]
    [InlineData("dbengine")]
    public void Memory_modes_have_the_names_of_the_configuration(string name) =>
        Assert.Equal(name, MemoryModeNames.Of(MemoryModeNames.Parse(name)!.Value));

    [Fact]
    public void Other_memory_modes_are_unknown() => Assert.Null(MemoryModeNames.Parse("RAM"));
}
