using System.Runtime.InteropServices;

namespace Edge.Store;

/// <summary>What a dimension carries from one collection to the next.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct HotCell
{
    /// <summary>The collected value of the round before.</summary>
    public long Last;

    /// <summary>Incremental: what is not stored yet. Others: the value calculated the round before.</summary>
    public double Carry;
}
