using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Edge.Stream;

/// <summary>
/// What the receiver expects of one chart, word for word: its <c>BEGIN</c>, its dimensions' <c>SET</c>
/// prefixes, and where its state lies. Two cache lines; lanes lie in the order in which charts came.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal struct Lane
{
    public const int BeginBytesMax = 88;

    /// <summary>Address of the chart's <see cref="Store.ChartClock"/>; 0: the lane is void.</summary>
    public nint State;

    /// <summary>Address of the first <see cref="SetPrefix"/>.</summary>
    public nint Prefixes;
    public int Count;

    /// <summary>The lane that followed the last time; -1: none yet.</summary>
    public int Next;

    /// <summary>Bytes of <c>BEGIN "id" </c>.</summary>
    public int BeginBytes;
    public int Chart;
    public BeginText Begin;

    [InlineArray(BeginBytesMax)]
    public struct BeginText
    {
        private byte _first;
    }
}
