using System.Runtime.InteropServices;

namespace Edge.Store;

/// <summary>A dimension's multiplier and divisor.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct Scale
{
    public const int Bytes = 16;

    public double Multiplier;
    public double Divisor;

    public static Scale Unit => new() { Multiplier = 1, Divisor = 1 };

    public static Scale Of(Dimension dimension) =>
        new() { Multiplier = dimension.Multiplier, Divisor = dimension.Divisor };

    public readonly bool IsSameAs(Scale other) =>
        Multiplier == other.Multiplier && Divisor == other.Divisor;
}
