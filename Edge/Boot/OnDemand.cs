namespace Edge.Boot;

/// <summary>
/// The three-valued boolean: <c>yes</c>, <c>no</c>, or as soon as there is something to see.
/// </summary>
internal enum OnDemand : byte
{
    No,
    Yes,
    Auto,
}
