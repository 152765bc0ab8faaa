using System.Text;
using Edge.Sys;
using Xunit;

namespace Edge.Tests.Sys;

public sealed class CodePagesTests
{
    [Theory]
    [InlineData("00400000-00452000 r-xp 00001000 08:02 173521 /usr/bin/edge", true)]
    [InlineData("00400000-00452000 r--p 00001000 08:02 173521 /usr/bin/edge", true)]
    [InlineData("00400000-00452000 rw-p 00001000 08:02 173521 /usr/bin/edge", false)]
    [InlineData("7ffd4-7ffd5 r-xp 00000000 00:00 0 [vdso]", false)]
    [InlineData("7ffd4000-7ffd5000 r-xp 00000000 00:00 0", false)]
    [InlineData("", false)]
    [InlineData("-/ r-xp /", false)]
    public void WhatIsNotWritableAndOfFilesIsForgotten(string line, bool isForgotten) =>
        Assert.Equal(isForgotten, CodePages.IsUnwritable(Encoding.ASCII.GetBytes(line), out _, out _));

    [Theory]
    [InlineData("Anonymous:             0 kB", true)]
    [InlineData("Anonymous:            40 kB", false)]
    [InlineData("Anonymous:           100 kB", false)]
    [InlineData("AnonHugePages:         0 kB", false)]
    public void WhatTheLoaderHasWrittenIsNot(string line, bool isWithout) =>
        Assert.Equal(isWithout, CodePages.IsWithoutOwnPages(Encoding.ASCII.GetBytes(line)));

    [Fact]
    public void WhatIsForgottenStillRuns()
    {
        Assert.True(CodePages.Forget() > 0);
        Assert.True(CodePages.IsUnwritable("1000-3000 r-xp 0 0 0 /x"u8, out long start, out long length));
        Assert.Equal((0x1000L, 0x2000L), (start, length));
    }
}
