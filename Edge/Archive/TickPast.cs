using System.Runtime.InteropServices;

namespace Edge.Archive;

/// <summary>How a dimension moved lately.</summary>
[StructLayout(LayoutKind.Sequential, Size = 4)]
internal struct TickPast
{
    /// <summary>Mean bits of its moves, and of the changes of its moves, in quarters.</summary>
    public byte Move, Change;

    /// <summary>Mean bits of what was written when it was not as expected, in quarters.</summary>
    public byte Written;

    /// <summary>Bits 0 and 1: whether the last two were as expected (0) or not; bit 2: sign.</summary>
    public byte Flags;
}
