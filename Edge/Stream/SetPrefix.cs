using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Edge.Stream;

/// <summary>The bytes <c>SET "id" = </c>, comparable by two 16-byte vectors.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct SetPrefix
{
    public const int Bytes = 32;

    /// <summary>The last byte of the slot is the length.</summary>
    public const int TextBytesMax = Bytes - 1;

    public Slot Text;

    public int Length
    {
        readonly get => Text[TextBytesMax];
        set => Text[TextBytesMax] = (byte)value;
    }

    [InlineArray(Bytes)]
    public struct Slot
    {
        private byte _first;
    }
}
