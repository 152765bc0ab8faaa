using Xunit;

namespace Edge.Tests.Tidy;

/// <summary>All findings at once, one a line, so that one run shows everything there is to do.</summary>
internal static class Verdict
{
    public static void None(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        Assert.True(all.Length == 0, $"{all.Length} findings\n{string.Join('\n', all)}");
    }
}
