using Xunit;

namespace Edge.Tests.Tidy;

/// <summary>What the program's own sources must not say, and where they may.</summary>
public sealed class BanTests
{
    private const string BringsThreads = "brings threads of the pool";
    private const string Blocks = "blocks its thread";
    private const string TimeIsAnArgument = "time is an argument";
    private const string Kernel = "the kernel and raw memory live in Sys";
    private const string NoReflection = "no reflection in a native program";
    private const string Allocates = "allocates on the data path";
    private const string IsPure = "this room is pure: no files, sockets or threads";

    private static readonly string[] Pure = ["Text", "Query", "Protocol", "Http"];
    private static readonly string[] DataPath =
        ["Text", "Store", "Protocol", "Net", "Stream", "Collect", "Query"];

    private static readonly string[] Waiting =
        ["Net/Connection", "Net/Listener", "Net/Dialer", "Net/TlsConnection", "Net/TlsConnection.Reading"];

    private static readonly Ban[] Bans =
    [
        new("Task . Run", BringsThreads),
        new("Task . Delay", BringsThreads),
        new("Timer", BringsThreads) { NotAfter = "." },
        new("PeriodicTimer", BringsThreads),
        new("CancelAfter", BringsThreads),
        new(". Result", Blocks),
        new(". Wait ( )", Blocks),
        new("Thread . Sleep", Blocks) { Except = ["Boot/Pulse"] },
        new("lock (", "lives in Sys and Net; hosts have a Gate") { Except = ["Sys", "Net"] },
        new("await", "waiting is for connections, listeners and dialers") { Except = Waiting },
        new("DateTime . Now", TimeIsAnArgument),
        new("DateTime . UtcNow", TimeIsAnArgument) { Except = ["Sys"] },
        new("Stopwatch", TimeIsAnArgument) { Except = ["Sys"] },
        new("Environment . TickCount64", TimeIsAnArgument) { Except = ["Sys"] },
        new("Clock . NowUsec", TimeIsAnArgument) { Except = ["Sys", "Boot", "Net"] },
        new("Clock . MonotonicUsec", TimeIsAnArgument) { Except = ["Sys", "Boot", "Net"] },
        new("Console", "belongs to Boot; others have the Log") { Except = ["Boot"], NotAfter = "." },
        new("unsafe", Kernel) { Except = ["Sys"] },
        new("LibraryImport", Kernel) { Except = ["Sys"] },
        new("DllImport", Kernel) { Except = ["Sys"] },
        new("fixed (", Kernel) { Except = ["Sys"] },
        new("System . Reflection", NoReflection),
        new("Activator", NoReflection),
        new("dynamic", NoReflection),
        new("Regex", "too much for the data path") { Rooms = DataPath },
        new(". Select (", Allocates) { Rooms = DataPath },
        new(". Where (", Allocates) { Rooms = DataPath },
        new(". OrderBy (", Allocates) { Rooms = DataPath },
        new(". SelectMany (", Allocates) { Rooms = DataPath },
        new(". GroupBy (", Allocates) { Rooms = DataPath },
        new(". FirstOrDefault (", Allocates) { Rooms = DataPath },
        new(". ToList (", Allocates) { Rooms = DataPath },
        new("File .", IsPure) { Rooms = Pure, NotAfter = "." },
        new("Directory .", IsPure) { Rooms = Pure, NotAfter = "." },
        new("FileStream", IsPure) { Rooms = Pure },
        new("Socket", IsPure) { Rooms = Pure },
        new("Thread", IsPure) { Rooms = Pure },
        new("using System . Net . Http", "2 MB of binary for nothing that Edge does"),
    ];

    [Fact]
    public void NothingBannedIsSaid() => Verdict.None(
        from file in Checkout.Program
        from ban in Bans
        from finding in ban.Findings(file)
        select finding);

    [Theory]
    [InlineData("var x = Task.Run(Go);", true)]
    [InlineData("// Task.Run is banned", false)]
    [InlineData("""var x = "Task.Run";""", false)]
    [InlineData("""var x = $"{Task.Run(Go)}";""", true)]
    [InlineData("""var x = @"a "" Task.Run";""", false)]
    [InlineData("var x = my.Task . Run;", true)]
    public void BansLookAtCodeAlone(string line, bool isFound)
    {
        string text = $"namespace Edge.Store;\nclass X\n{{\nvoid A()\n{{\n{line}\n}}\n}}\n";
        var file = new SourceFile("Edge/Store/X.cs", text);
        string[] expected = isFound ? [$"Edge/Store/X.cs:6: Task.Run: {BringsThreads}"] : [];
        Assert.Equal(expected, Bans.SelectMany(ban => ban.Findings(file)));
    }

    [Fact]
    public void ABanHasItsExceptions()
    {
        var ban = new Ban("lock (", "why") { Except = ["Net", "Boot/Pulse"] };
        SourceFile In(string path) => new(path, "class X { void A() { lock (this) { } } }");
        Assert.Empty(ban.Findings(In("Edge/Net/X.cs")));
        Assert.Empty(ban.Findings(In("Edge/Boot/Pulse.cs")));
        Assert.Single(ban.Findings(In("Edge/Boot/X.cs")));
    }
}
