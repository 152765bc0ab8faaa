using System.Globalization;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Sys;

[Collection(nameof(Ledger))]
public sealed class PagesTests
{
    [Fact]
    public void Pages_are_offered_for_merging_where_the_kernel_can()
    {
        const int invalid = 22;
        int errno = Pages.Merge();
        Assert.True(errno is 0 or invalid, $"errno {errno}");
        if (errno == 0)
        {
            Assert.Equal(0, Pages.Merge());
        }

        nint address = Pages.Map(1 << 20);
        Native.Span<byte>(address, 1 << 20).Fill(7);
        Assert.Equal(errno == 0, FlagsOf(address).Contains("mg"));
        Pages.Unmap(address, 1 << 20);
        Assert.Equal(Directory.Exists("/sys/kernel/mm/ksm"), errno == 0);
    }

    /// <summary>The kernel's words for the mapping that an address is in.</summary>
    private static string[] FlagsOf(nint address)
    {
        bool isIn = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string first = line[..line.IndexOf(' ')];
            if (first.IndexOf('-') is > 0 and int dash
                && long.TryParse(first[..dash], NumberStyles.HexNumber, null, out long from)
                && long.TryParse(first[(dash + 1)..], NumberStyles.HexNumber, null, out long to))
            {
                isIn = address >= from && address < to;
            }
            else if (isIn && line.StartsWith("VmFlags:", StringComparison.Ordinal))
            {
                return line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            }
        }

        return [];
    }
}
