namespace Edge.Boot;

/// <summary>What the program says it is.</summary>
internal static class Version
{
    public const string Program = "edge";

    /// <summary>The same as in Edge.csproj; a test compares them.</summary>
    public const string Number = "0.1.0";

    /// <summary>What <c>--version</c> prints.</summary>
    public const string Line = $"{Program} {Number}";
}
