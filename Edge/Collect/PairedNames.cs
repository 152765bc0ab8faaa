namespace Edge.Collect;

/// <summary>
/// A line of names of <see cref="PairedLines"/> as it was last, and what its columns are. A chain, as all
/// short lists of these collectors: a list of one more type costs the executable 2 KB.
/// </summary>
internal sealed class PairedNames
{
    private PairedNames? _next;

    public byte[] Line { get; set; } = [];

    /// <summary>Up to the last column that somebody wants.</summary>
    public int[] Slots { get; set; } = [];

    /// <summary>That of the next pair of the file.</summary>
    public PairedNames Next => _next ??= new PairedNames();
}
