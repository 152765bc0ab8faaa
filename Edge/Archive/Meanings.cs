using System.Runtime.InteropServices;
using Edge.Sys;

namespace Edge.Archive;

/// <summary>
/// What numbers of hosts and layouts mean in the files read so far. A file in which one of them means
/// something else is of another node's store, and its pages would be taken for those of other charts. Lives
/// as long as a store opens.
/// </summary>
internal sealed class Meanings : IDefinitionReader
{
    private readonly Dictionary<uint, string> _hosts = [];
    private readonly Dictionary<uint, ulong> _layouts = [];
    private readonly Dictionary<uint, string> _newHosts = [];
    private readonly Dictionary<uint, ulong> _newLayouts = [];

    /// <summary>The present file contradicts the ones before.</summary>
    public bool HasConflict { get; private set; }

    /// <summary>Another file; that of before is forgotten if it was in conflict.</summary>
    public void Turn()
    {
        if (!HasConflict)
        {
            foreach ((uint number, string guid) in _newHosts)
            {
                _hosts[number] = guid;
            }

            foreach ((uint number, ulong layout) in _newLayouts)
            {
                _layouts[number] = layout;
            }
        }

        _newHosts.Clear();
        _newLayouts.Clear();
        HasConflict = false;
    }

    public void Host(uint number, string guid, string hostname)
    {
        HasConflict |= _hosts.TryGetValue(number, out string? known) && known != guid;
        _newHosts[number] = guid;
    }

    /// <summary>Always null: nothing is made of it.</summary>
    public EngineChart? Layout(uint number, uint host, ChartLayout layout)
    {
        string guid = _newHosts.GetValueOrDefault(host) ?? _hosts.GetValueOrDefault(host) ?? "";
        ulong print = PrintOf(guid, layout);
        HasConflict |= _layouts.TryGetValue(number, out ulong known) && known != print;
        _newLayouts[number] = print;
        return null;
    }

    /// <summary>
    /// Two sums and a length stand for a layout: a store may have named a million, of a chart that was
    /// defined anew without end.
    /// </summary>
    private static ulong PrintOf(string guid, ChartLayout layout)
    {
        uint sum = Crc32C.Of(layout.Bytes);
        uint other = Crc32C.Of(MemoryMarshal.AsBytes(guid.AsSpan())) * 31;
        foreach (byte one in layout.Bytes)
        {
            other = (other * 16_777_619) ^ one;
        }

        return ((ulong)sum << 32) | (other + (uint)layout.Bytes.Length);
    }
}
