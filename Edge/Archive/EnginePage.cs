using Edge.Store;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>Rows of a chart that were read and computed, in the order of its dimensions of today.</summary>
internal sealed class EnginePage(EngineChart chart, NativeBlock block, PastRows rows) : IDisposable
{
    private readonly uint _layoutVersion = chart.Living?.Host.LayoutVersion ?? 0;

    public EngineChart Chart => chart;

    public PastRows Rows => rows;

    public long Bytes => block.Bytes;

    /// <summary>Larger is later.</summary>
    public long UsedAt { get; set; }

    /// <summary>False: dimensions have other indexes by now.</summary>
    public bool IsOf(Chart? living) => living?.Host.LayoutVersion == _layoutVersion;

    public void Dispose() => block.Dispose();
}
