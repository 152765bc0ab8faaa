using Edge.Store;
using Xunit;

namespace Edge.Tests.Store;

public sealed class HistoryTests
{
    [Theory]
    [InlineData(MemoryMode.Ram, 3600, 3996)]
    [InlineData(MemoryMode.Save, 300, 924)]
    [InlineData(MemoryMode.Map, 1, 924)]
    [InlineData(MemoryMode.Map, 3996, 3996)]
    [InlineData(MemoryMode.Map, 3997, 5020)]
    [InlineData(MemoryMode.Alloc, 3600, 3600)]
    [InlineData(MemoryMode.None, 3600, 3600)]
    [InlineData(MemoryMode.None, 1, 5)]
    [InlineData(MemoryMode.DbEngine, 3600, 3600)]
    [InlineData(MemoryMode.DbEngine, 100_000_000, 31_536_000)]
    [InlineData(MemoryMode.Ram, 31_536_000, 31_536_000)]
    public void It_fills_its_pages_in_the_mapped_modes(object mode, int wanted, int entries) =>
        Assert.Equal(entries, History.Entries((MemoryMode)mode, wanted));
}
