using Edge.Store;
using Xunit;

namespace Edge.Tests.Store;

public sealed class HistoryTests
{
    [Theory]
    [InlineData(3600, 3600)]
    [InlineData(1, 5)]
    [InlineData(100_000_000, 31_536_000)]
    public void It_is_as_asked_for_within_its_limits(int wanted, int entries) =>
        Assert.Equal(entries, History.Entries(wanted));

    [Theory]
    [InlineData(MemoryMode.Ram, 3996)]
    [InlineData(MemoryMode.Save, 3996)]
    [InlineData(MemoryMode.Map, 3996)]
    [InlineData(MemoryMode.Alloc, 3600)]
    [InlineData(MemoryMode.DbEngine, 3600)]
    public void Without_a_word_it_is_what_the_reference_shows(object mode, int entries) =>
        Assert.Equal(entries, History.Standard((MemoryMode)mode));
}
