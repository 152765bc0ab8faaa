using Edge.Sys;

namespace Edge.Tests.Store;

/// <summary>Records what is logged while it lives.</summary>
internal sealed class LogLines : IDisposable
{
    public LogLines() => Log.Open((level, tag, text) => All.Add($"{level} {tag}: {text}"), static _ => { });

    public List<string> All { get; } = [];

    public void Dispose() => Log.Open(static (_, _, _) => { }, static _ => { });
}
