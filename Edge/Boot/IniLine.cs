namespace Edge.Boot;

/// <summary>One option as a file says it. Of several with the same names the last one counts.</summary>
/// <param name="Line">1-based line of the file.</param>
internal readonly record struct IniLine(string Section, string Name, string Value, int Line);
