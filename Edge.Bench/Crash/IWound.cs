namespace Edge.Bench.Crash;

/// <summary>A kind of damage.</summary>
internal interface IWound
{
    string Name { get; }

    DiskKind Disk { get; }

    /// <summary>Whether the node can know, so that the log must say so.</summary>
    bool IsTold { get; }

    /// <summary>Damages the files of a rig that does not run.</summary>
    /// <param name="rig">Whose cache directory.</param>
    /// <param name="other">That of another node.</param>
    /// <param name="random">What is hit.</param>
    /// <returns>Charts that may have lost samples; null: all.</returns>
    HashSet<(int Host, int Chart)>? Inflict(Rig rig, string other, Random random);
}
