using System.Text;
using Edge.Collect.Cgroups;
using Xunit;

namespace Edge.Tests.Collect.Cgroups;

public sealed class CpuListTests
{
    [Theory]
    [InlineData("0-3\n", 4)]
    [InlineData("0-3,8\n", 5)]
    [InlineData("7", 1)]
    [InlineData("0,2,4-5\n", 4)]
    [InlineData("\n", 0)]
    [InlineData("", 0)]
    [InlineData("5-2", 0)]
    [InlineData("x", 0)]
    [InlineData("0-99999999999", 8192)]
    public void Every_cpu_of_a_list_counts(string text, int count) =>
        Assert.Equal(count, CpuList.Count(Encoding.UTF8.GetBytes(text)));
}
