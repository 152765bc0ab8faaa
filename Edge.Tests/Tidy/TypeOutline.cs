namespace Edge.Tests.Tidy;

/// <param name="Keyword"><c>class</c>, <c>struct</c>, <c>record</c>, <c>interface</c>, <c>enum</c> or
/// <c>delegate</c>.</param>
/// <param name="Name">Without type parameters.</param>
/// <param name="Line">1-based.</param>
/// <param name="Modifiers">What stands before the keyword.</param>
/// <param name="IsNested">Within another type.</param>
internal sealed record TypeOutline(string Keyword, string Name, int Line, string[] Modifiers, bool IsNested);
