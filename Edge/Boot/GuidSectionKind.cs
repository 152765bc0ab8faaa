namespace Edge.Boot;

/// <summary>1.37's <c>type</c>: what a GUID section may be used as. Without it, as both, as in 1.29.</summary>
internal enum GuidSectionKind
{
    Either,
    ApiKey,
    Machine,
}
