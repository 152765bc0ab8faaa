namespace Edge.Collect;

/// <summary>A value that a <see cref="CounterChart"/> shows, or that <c>auto</c> looks at, or both.</summary>
internal readonly struct CounterCell(int slot, bool isShown, bool isTested)
{
    private readonly ushort _slot = checked((ushort)slot);

    public int Slot => _slot;

    public bool IsShown { get; } = isShown;

    public bool IsTested { get; } = isTested;
}
