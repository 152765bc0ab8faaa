using System.Runtime.InteropServices;

namespace Edge.Store;

/// <summary>A dimension's multiplier and divisor.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct Scale
{
    public double Multiplier;
    public double Divisor;
}
