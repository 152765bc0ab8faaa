namespace Edge.Bench.Crash;

/// <summary>A kind of damage.</summary>
internal interface IWound
{
    string Name { get; }

    DiskKind Disk { get; }

    /// <summary>Whether the node can know, so that the log must say so.</summary>
    bool IsTold { get; }

    /// <summary>
    /// The files are closed in order before. Rows of a killed process that no sync has summed yet have
    /// nothing to tell a flipped bit by (docs/formats.md).
    /// </summary>
    bool IsOfClosed { get; }

    /// <summary>Damages the files of a rig that does not run.</summary>
    /// <param name="rig">Whose cache directory.</param>
    /// <param name="other">That of another node.</param>
    /// <param name="random">What is hit.</param>
    /// <returns>Charts that may have lost samples; null: all.</returns>
    HashSet<(int Host, int Chart)>? Inflict(Rig rig, string other, Random random);
}
