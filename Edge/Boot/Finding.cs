namespace Edge.Boot;

/// <summary>
/// What was detected and by what, in the words of the reference: <c>kvm</c> by <c>/proc/cpuinfo</c>.
/// </summary>
internal readonly record struct Finding(string Name, string By)
{
    public static readonly Finding None = new("none", "none");
}
