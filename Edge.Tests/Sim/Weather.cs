namespace Edge.Tests.Sim;

/// <summary>What a network does to bytes. Times in microseconds.</summary>
internal sealed record Weather
{
    public static readonly Weather Calm = new();

    /// <summary>Longest way of a piece.</summary>
    public int DelayUsecMax { get; init; } = 20_000;

    /// <summary>Percent of pieces that arrive in smaller ones, cut anywhere.</summary>
    public int SplitPercent { get; init; }

    /// <summary>Percent of pieces after which the reader does not read for a while.</summary>
    public int PausePercent { get; init; }

    public int PauseUsecMax { get; init; } = 1;

    /// <summary>Bytes between the writer and the reader that neither of them sees.</summary>
    public int WindowBytes { get; init; } = 64 * 1024;

    /// <summary>Percent of dials that nobody answers, in whatever way.</summary>
    public int LostDialPercent { get; init; }

    /// <summary>Percent of connections that break after some bytes.</summary>
    public int BreakPercent { get; init; }

    /// <summary>Percent of broken ends that never learn of it.</summary>
    public int DeafPercent { get; init; }

    public static Weather Draw(Random random) => random.Next(4) == 0 ? Calm : new Weather
    {
        DelayUsecMax = random.Next(3) switch { 0 => 2_000, 1 => 100_000, _ => 1_500_000 },
        SplitPercent = random.Next(3) * 20,
        PausePercent = random.Next(3) == 0 ? 15 : 0,
        PauseUsecMax = 8_000_000,
        WindowBytes = random.Next(3) switch { 0 => 300, 1 => 2_000, _ => 64 * 1024 },
        LostDialPercent = random.Next(2) * 20,
        BreakPercent = random.Next(3) * 30,
        DeafPercent = random.Next(3) * 20,
    };
}
