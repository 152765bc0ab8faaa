namespace Edge.Sys;

/// <summary>How a process ended.</summary>
/// <param name="Signal">That killed it; 0: it exited by itself.</param>
/// <param name="Code">Of an exit by itself, 0 to 255.</param>
/// <param name="IsDumped">The kernel wrote a core.</param>
internal readonly record struct ChildEnd(int Signal, int Code, bool IsDumped)
{
    /// <summary>Somebody else took the status: nothing is known but that it is gone.</summary>
    public static ChildEnd Unknown => new(0, 0, IsDumped: false);

    /// <param name="status">Of wait(2).</param>
    public static ChildEnd Of(int status)
    {
        const int coreBit = 0x80;
        int signal = status & 0x7f;
        return signal == 0
            ? new ChildEnd(0, (status >> 8) & 0xff, IsDumped: false)
            : new ChildEnd(signal, 0, (status & coreBit) != 0);
    }
}
