using Xunit;

namespace Edge.Tests.Tidy;

/// <summary>The reader of C# that the other tidy tests stand on.</summary>
public sealed class OutlineTests
{
    [Fact]
    public void TypesAreFoundWithTheirNesting()
    {
        Outline outline = Read("""
            using A;
            namespace Edge.X;
            /// <summary>class NotMe { }</summary>
            [Flags]
            internal sealed class One<T>(int a) : Two(a), IThree where T : class
            {
                private readonly record struct Inner(int A, string B = "{");
                private enum Kind { A, B = 2 }
                private delegate int Call(int a);
            }
            """);
        Assert.Equal("Edge.X", outline.Namespace);
        Assert.Equal(["One", "Inner", "Kind", "Call"], outline.Types.Select(type => type.Name));
        Assert.Equal([false, true, true, true], outline.Types.Select(type => type.IsNested));
        Assert.Equal(["internal", "sealed"], outline.Types[0].Modifiers);
    }

    [Fact]
    public void FunctionsHaveTheirLines()
    {
        Outline outline = Read("""
            class One
            {
                private static readonly int[] Table =
                [
                    1,
                ];
                private readonly Func<int, int> _f = x => { return x; };
                public One(int a)
                    : this()
                {
                    _x = new() { A = 1 };
                }

                [MethodImpl(1)]
                public int Two<T>(int a = 3)
                    where T : new() => a switch
                {
                    _ => 1,
                };

                public int Three { get; set; } = 4;
                public static bool operator ==(One a, One b) => true;
            }
            """);
        Assert.Equal(
            ["One 5", "Two 5", "Three 1", "operator 1"],
            outline.Functions.Select(function => $"{function.Name} {function.Lines}"));
    }

    [Fact]
    public void BracesInTextAndHolesDoNotCount()
    {
        Outline outline = Read(""""
            class One
            {
                string A() => $"{{{x:0.0}}} {(y ? "}" : $"{z}")}";
                string B() { return @"\" + '"' + '\'' + "\"{" + """{ "}" """ + $$"""{ {{x}} }"""; }
                int C() => 0;
            }

            class Two;
            """");
        Assert.Equal(["A", "B", "C"], outline.Functions.Select(function => function.Name));
        Assert.Equal(["One", "Two"], outline.Types.Select(type => type.Name));
    }

    private static Outline Read(string text) => new SourceFile("Edge/X/One.cs", text).Outline;
}
