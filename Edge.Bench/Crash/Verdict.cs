namespace Edge.Bench.Crash;

/// <summary>What comparing found, in samples.</summary>
internal sealed class Verdict
{
    public long Compared { get; set; }

    /// <summary>Not there any more, and nothing excuses it.</summary>
    public long Lost { get; set; }

    /// <summary>Not there any more, with the file that was damaged.</summary>
    public long Gone { get; set; }

    /// <summary>Might be gone by what is known of the damage.</summary>
    public long Excused { get; set; }

    /// <summary>Another value than before, or one of another chart.</summary>
    public long Wrong { get; set; }

    /// <summary>The first loss or wrong value, for people.</summary>
    public string? First { get; set; }

    public bool IsGood => Lost == 0 && Wrong == 0;

    public void Add(Verdict other)
    {
        Compared += other.Compared;
        Lost += other.Lost;
        Gone += other.Gone;
        Excused += other.Excused;
        Wrong += other.Wrong;
        First ??= other.First;
    }
}
