using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Edge.Sys;

/// <summary>Checks of invariants that stay on in release. A failed one is a bug of Edge, never bad
/// input.</summary>
internal static class Guard
{
    public static void That(
        [DoesNotReturnIf(false)] bool condition,
        [CallerArgumentExpression(nameof(condition))] string text = "",
        [CallerMemberName] string member = "")
    {
        if (!condition)
        {
            Fail(text, member);
        }
    }

    [DoesNotReturn]
    private static void Fail(string text, string member) => throw new BugException($"BUG: {member}: {text}");
}
