namespace Edge.Bench.Crash;

/// <summary>A kind of damage.</summary>
internal interface IWound
{
    string Name { get; }

    DiskKind Disk { get; }

    /// <summary>Whether the node can know, so that the log must say so.</summary>
    bool IsTold { get; }

    /// <summary>Whether, and how, there is another life between the kill and the damage.</summary>
    LifeBefore Before { get; }

    /// <summary>Damages the files of a rig that does not run.</summary>
    /// <param name="rig">Whose cache directory.</param>
    /// <param name="other">That of another node.</param>
    /// <param name="random">What is hit.</param>
    /// <returns>What may be missing afterwards.</returns>
    Losses Inflict(Rig rig, string other, Random random);
}
